import type { Artifact, Lineage, Step } from '../api/types';
import { stepsOf } from './lookup';

export type ColumnLineage = NonNullable<Artifact['columnLineage']>[number];

/** What SQL says of columns at one place. */
export interface ColumnsAt {
  /** A URI, two steps joined by an arrow, or null for the step itself. */
  place: string | null;
  columns: ColumnLineage[];
}

const given = (places: ColumnsAt[]): ColumnsAt[] => places.filter(({ columns }) => columns.length > 0);

/** All that is told of columns around a step: on itself, on its arrows, on the data that it reads and writes. */
export function columnsOfStep(lineage: Lineage, step: Step): ColumnsAt[] {
  const edges = stepsOf(lineage).edges.filter(({ from, to }) => from === step.id || to === step.id);
  const here = `process:${step.id}`;
  const used = new Set(
    (lineage.graphData?.edges ?? [])
      .filter(({ source, target }) => source === here || target === here)
      .map(({ source, target }) => (source === here ? target : source)),
  );
  const artifacts = lineage.graph.artifacts.filter(({ uri }) => used.has(`data:${uri}`));
  return given([
    { place: null, columns: step.columnLineage ?? [] },
    ...edges.map(({ from, to, columnLineage }) => ({ place: `${from} → ${to}`, columns: columnLineage ?? [] })),
    ...artifacts.map(({ uri, columnLineage }) => ({ place: uri, columns: columnLineage ?? [] })),
  ]);
}

export const columnsOfArtifact = (artifact: Artifact): ColumnsAt[] =>
  given([{ place: artifact.uri, columns: artifact.columnLineage ?? [] }]);

/** The table that all columns of one side belong to; undefined where there are several. */
export function onlyTable(columns: readonly ColumnLineage[], side: 'from' | 'to'): string | undefined {
  const tables = new Set(columns.map((one) => one[side].table ?? ''));
  const [table] = tables;
  return tables.size === 1 && table ? table : undefined;
}
