import type { ArtifactRow, EdgeRow, Rows, StepRow } from './rows';

/** What is looked for. */
export interface Wanted {
  /** A text, in any case. */
  text?: string | undefined;
  /** The status of a step; empty: that it has none. */
  status?: string | undefined;
  /** The kind of an artifact. */
  kind?: string | undefined;
  /** The steps and the URIs that are within what is traced; all of them by default. */
  steps?: ReadonlySet<string> | undefined;
  uris?: ReadonlySet<string> | undefined;
}

/** The word for steps without a status, as a filter: no status is written like it. */
export const NO_STATUS = '-';

/** The same that the search of the graph looks at. */
const texts = {
  step: ({ id, name, step }: StepRow) => [id, name, step.type],
  edge: ({ from, to, edge }: EdgeRow) => [from.id, from.name, to.id, to.name, edge.via, edge.label],
  artifact: ({ artifact }: ArtifactRow) => [artifact.uri, artifact.kind],
};

/** Those of the rows that are wanted. */
export function wantedOf(rows: Rows, { text, status, kind, steps, uris }: Wanted): Rows {
  const sought = text?.trim().toLowerCase() ?? '';
  const has = (all: readonly (string | null | undefined)[]) =>
    sought === '' || all.some((one) => one?.toLowerCase().includes(sought));
  return {
    steps: rows.steps.filter(
      (row) =>
        (!status || (row.status ?? NO_STATUS) === status) && (!steps || steps.has(row.id)) && has(texts.step(row)),
    ),
    edges: rows.edges.filter(
      (row) => (!steps || (steps.has(row.from.id) && steps.has(row.to.id))) && has(texts.edge(row)),
    ),
    artifacts: rows.artifacts.filter(
      (row) =>
        (!kind || row.artifact.kind === kind) && (!uris || uris.has(row.artifact.uri)) && has(texts.artifact(row)),
    ),
  };
}

/** How many there are of each value, the values as they are first seen. */
export function counts(values: readonly string[]): [value: string, count: number][] {
  const all = new Map<string, number>();
  for (const value of values) all.set(value, (all.get(value) ?? 0) + 1);
  return [...all];
}
