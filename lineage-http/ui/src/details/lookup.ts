import type { Artifact, Edge, Graph, Lineage, Step } from '../api/types';
import { type PlaceUser, type Through, usersOfPlace } from '../graph/users';

/** The graph of steps, whichever view was asked for. */
export const stepsOf = (lineage: Lineage): Graph => lineage.graphPipeline ?? lineage.graph;

export const findStep = (lineage: Lineage, id: string): Step | undefined =>
  stepsOf(lineage).nodes.find((step) => step.id === id);

/** One place is written in several ways: with a slash behind it or without, its scheme in any case. */
const plain = (uri: string): string =>
  uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, (scheme) => scheme.toLowerCase()).replace(/\/$/, '');

interface Places {
  exact: Map<string, Artifact>;
  plain: Map<string, Artifact>;
}

/** A step may read thousands of places, each of which is looked up. */
const places = new WeakMap<Lineage, Places>();

function placesOf(lineage: Lineage): Places {
  const known = places.get(lineage);
  if (known) return known;
  const found: Places = { exact: new Map(), plain: new Map() };
  for (const artifact of lineage.graph.artifacts) {
    const { uri } = artifact;
    if (!found.exact.has(uri)) found.exact.set(uri, artifact);
    if (!found.plain.has(plain(uri))) found.plain.set(plain(uri), artifact);
  }
  places.set(lineage, found);
  return found;
}

export function findArtifact(lineage: Lineage, uri: string): Artifact | undefined {
  const { exact, plain: byPlain } = placesOf(lineage);
  return exact.get(uri) ?? byPlain.get(plain(uri));
}

/** The artifact that holds an object, where the object itself is none: the innermost prefix. */
export function holderOf(lineage: Lineage, uri: string): Artifact | undefined {
  // From the object upwards, one segment at a time; a bucket as a whole holds nothing in particular.
  for (let at = plain(uri); /^[^:]+:\/\/[^/]+\/./.test(at); at = at.slice(0, at.lastIndexOf('/'))) {
    const artifact = findArtifact(lineage, at);
    if (artifact) return artifact;
  }
  return undefined;
}

export interface Neighbour {
  id: string;
  name: string;
  type: string;
  /** Why there are arrows between the two, and what flows. */
  reasons: { via: Edge['via']; label: string | null }[];
}

function neighbours(graph: Graph, edges: Edge[], end: 'from' | 'to'): Neighbour[] {
  const found = new Map<string, Neighbour>();
  const steps = new Map(graph.nodes.map((step) => [step.id, step]));
  for (const edge of edges) {
    const id = edge[end];
    const step = steps.get(id);
    const neighbour = found.get(id) ?? { id, name: step?.displayName ?? id, type: step?.type ?? '', reasons: [] };
    neighbour.reasons.push({ via: edge.via, label: edge.label ?? null });
    found.set(id, neighbour);
  }
  return [...found.values()];
}

/** The steps one arrow before and after a step. */
export function neighboursOf(lineage: Lineage, id: string): { before: Neighbour[]; after: Neighbour[] } {
  const graph = stepsOf(lineage);
  return {
    before: neighbours(
      graph,
      graph.edges.filter((edge) => edge.to === id),
      'from',
    ),
    after: neighbours(
      graph,
      graph.edges.filter((edge) => edge.from === id),
      'to',
    ),
  };
}

/** A step that reads or writes an artifact. */
export interface User {
  id: string;
  name: string;
  type: string;
  /** The place around or in the artifact that it uses instead. */
  through?: Through;
}

export function usersOf(lineage: Lineage, artifact: Artifact): { writers: User[]; readers: User[] } {
  const { writers, readers } = usersOfPlace(lineage, artifact.uri);
  const steps = new Map(
    (lineage.graphData?.nodes ?? []).flatMap((node) =>
      node.type === 'processNode' ? [[node.stepId, node] as const] : [],
    ),
  );
  const named = (users: readonly PlaceUser[]): User[] =>
    users.flatMap(({ id, through }) => {
      const step = steps.get(id);
      return step ? [{ id, name: step.label, type: step.stepType, ...(through && { through }) }] : [];
    });
  return { writers: named(writers), readers: named(readers) };
}

/** The execution that an ARN names, if it is one of this pipeline. */
export function executionOf(arn: string | null | undefined, lineage: Lineage): string | null {
  const pipeline = lineage.pipeline.arn;
  const prefix = `${pipeline}/execution/`;
  if (!arn || !pipeline || !arn.startsWith(prefix)) return null;
  const id = arn.slice(prefix.length);
  return /^[A-Za-z0-9-]+$/.test(id) ? id : null;
}

/** Whether a part of a place stands for what only a run can tell, such as `{Parameters.Prefix}`. */
export const isSymbolic = (uri: string): boolean => /\{[A-Z][A-Za-z]*\.[^}]*\}/.test(uri);

/** What a dataset is called in a path of the API: the bucket, and a prefix without the slash at its end. */
export function datasetOf(artifact: Artifact): { bucket: string; prefix: string } | null {
  const { bucket, key, uri } = artifact;
  if (!bucket || isSymbolic(uri)) return null;
  const isWhole = plain(uri) === `s3://${bucket}`;
  if (key === null || key === undefined) return isWhole ? { bucket, prefix: '' } : null;
  return { bucket, prefix: key.replace(/\/$/, '') };
}
