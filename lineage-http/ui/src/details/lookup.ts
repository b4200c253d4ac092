import type { Artifact, Edge, Graph, Lineage, Step } from '../api/types';

/** The graph of steps, whichever view was asked for. */
export const stepsOf = (lineage: Lineage): Graph => lineage.graphPipeline ?? lineage.graph;

export const findStep = (lineage: Lineage, id: string): Step | undefined =>
  stepsOf(lineage).nodes.find((step) => step.id === id);

/** One place is written in several ways: with a slash behind it or without, its scheme in any case. */
const plain = (uri: string): string =>
  uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, (scheme) => scheme.toLowerCase()).replace(/\/$/, '');

export function findArtifact(lineage: Lineage, uri: string): Artifact | undefined {
  const { artifacts } = lineage.graph;
  return artifacts.find((one) => one.uri === uri) ?? artifacts.find((one) => plain(one.uri) === plain(uri));
}

/** The artifact that holds an object, where the object itself is none: the innermost prefix. */
export function holderOf(lineage: Lineage, uri: string): Artifact | undefined {
  const holds = (one: Artifact) => plain(uri).startsWith(`${plain(one.uri)}/`);
  const holders = lineage.graph.artifacts.filter((one) => Boolean(one.key) && holds(one));
  return findArtifact(lineage, uri) ?? holders.sort((a, b) => b.uri.length - a.uri.length)[0];
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
  for (const edge of edges) {
    const id = edge[end];
    const step = graph.nodes.find((one) => one.id === id);
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
}

export function usersOf(lineage: Lineage, artifact: Artifact): { writers: User[]; readers: User[] } {
  const { nodes, edges } = lineage.graphData ?? { nodes: [], edges: [] };
  const here = `data:${artifact.uri}`;
  const users = (ids: string[]): User[] =>
    ids.flatMap((id) => {
      const node = nodes.find((one) => one.id === id);
      return node?.type === 'processNode' ? [{ id: node.stepId, name: node.label, type: node.stepType }] : [];
    });
  return {
    writers: users(edges.filter((edge) => edge.kind === 'write' && edge.target === here).map((edge) => edge.source)),
    readers: users(edges.filter((edge) => edge.kind === 'read' && edge.source === here).map((edge) => edge.target)),
  };
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
