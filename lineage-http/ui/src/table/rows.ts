import type { Artifact, Edge, Lineage, Step } from '../api/types';
import { type PlaceUser, type Through, usersOfPlace } from '../graph/users';

/** A step as others name it. */
export interface StepName {
  id: string;
  name: string;
}

/** A step that uses data, maybe through a place around or in it. */
export interface UserName extends StepName {
  through?: Through;
}

export interface StepRow extends StepName {
  step: Step;
  /** How it ran, or how what is deployed is; null where there was no execution, or nothing is known of a deployment. */
  status: string | null;
  before: StepName[];
  after: StepName[];
}

export interface EdgeRow {
  key: string;
  edge: Edge;
  from: StepName;
  to: StepName;
}

export interface ArtifactRow {
  artifact: Artifact;
  writers: UserName[];
  readers: UserName[];
}

export interface Rows {
  steps: StepRow[];
  edges: EdgeRow[];
  artifacts: ArtifactRow[];
}

/** The graphs of a lineage as rows: the same steps, edges and artifacts, in the same order. */
export function rowsOf(lineage: Lineage): Rows {
  const { nodes, edges } = lineage.graphPipeline ?? lineage.graph;
  const names = new Map(nodes.map((step) => [step.id, { id: step.id, name: step.displayName }]));
  const named = (id: string): StepName => names.get(id) ?? { id, name: id };
  const before = grouped(edges, (edge) => [edge.to, edge.from]);
  const after = grouped(edges, (edge) => [edge.from, edge.to]);

  const users = (all: readonly PlaceUser[]): UserName[] =>
    all.map(({ id, through }) => ({ ...named(id), ...(through && { through }) }));
  const artifactRow = (artifact: Artifact): ArtifactRow => {
    const { writers, readers } = usersOfPlace(lineage, artifact.uri);
    return { artifact, writers: users(writers), readers: users(readers) };
  };

  return {
    steps: nodes.map((step) => ({
      id: step.id,
      name: step.displayName,
      step,
      status: statusOf(step, Boolean(lineage.execution)),
      before: (before.get(step.id) ?? []).map(named),
      after: (after.get(step.id) ?? []).map(named),
    })),
    edges: edges.map((edge, index) => ({ key: String(index), edge, from: named(edge.from), to: named(edge.to) })),
    artifacts: lineage.graph.artifacts.map(artifactRow),
  };
}

function statusOf({ run, deployment }: Step, hasRun: boolean): string | null {
  if (deployment) return deployment.status ?? null;
  // That nothing is known of a run is not that there was none.
  return run?.status ?? (hasRun ? 'Unknown' : null);
}

/** Values by key, each once, in the order in which they come. */
function grouped<T>(all: readonly T[], entryOf: (one: T) => readonly [string, string] | null): Map<string, string[]> {
  const sets = new Map<string, Set<string>>();
  for (const one of all) {
    const entry = entryOf(one);
    if (!entry) continue;
    const [key, value] = entry;
    const set = sets.get(key) ?? new Set();
    sets.set(key, set.add(value));
  }
  return new Map([...sets].map(([key, set]) => [key, [...set]]));
}
