import type { Lineage, Position } from '../api/types';
import { noRun } from '../details/runState';
import { formatSelection } from '../state/selection';
import { type GraphEdge, type GraphModel, type GraphNode, model, placed, route } from './model';
import { within } from './within';

/** How far the boxes of steps reach into the gaps beside them: they say more here than in the server's picture. */
const WIDER = 16;
const wider = (box: Position): Position => ({ ...box, x: box.x - WIDER, width: box.width + 2 * WIDER });

/** The graph of data and of the steps that read and write it; `execution` is what the address asks for. */
export function dataGraph(lineage: Lineage, execution?: string): GraphModel {
  const { nodes: all = [], edges: arrows = [] } = lineage.graphData ?? {};
  const kinds = new Map(lineage.graph.artifacts.map(({ uri, kind }) => [uri, kind]));
  const without = noRun(lineage, execution);
  const nodes = placed(
    all.map((node) => ({ node, position: node.position })),
    { width: 300, height: 78 },
  ).map(({ node, position }): GraphNode => {
    const common = { id: node.id, name: node.label, box: position };
    if (node.type === 'dataArtifact') {
      const { uri, meta } = node;
      const select = formatSelection({ kind: 'data', uri });
      const [bucket, posture] = [meta.bucket ?? null, meta.s3 ?? null];
      return {
        ...common,
        select,
        content: { kind: 'data', uri, bucket, artifact: kinds.get(uri) ?? 'other', posture },
      };
    }
    const { run, stepId, stepType } = node;
    const content = {
      kind: 'step' as const,
      type: stepType,
      status: run?.status ?? (without === null ? 'Unknown' : null),
      noRun: without,
      elapsedSec: run?.elapsedSec ?? null,
      cacheHit: run?.cacheHit ?? false,
      failureReason: run?.failureReason ?? null,
      runs: 0,
    };
    return { ...common, box: wider(position), select: formatSelection({ kind: 'step', id: stepId }), content };
  });
  const boxes = new Map(nodes.map(({ id, box }) => [id, box]));
  const edges = arrows.flatMap(({ id, source, target, kind, points }): GraphEdge[] => {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    return from && to ? [{ id, source, target, kind, label: null, ...route(points, from, to) }] : [];
  });
  const inside = within(lineage).flatMap(({ source, target }): GraphEdge[] => {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    const id = JSON.stringify([source, target, 'within']);
    return from && to ? [{ id, source, target, kind: 'within', label: null, ...route(undefined, from, to) }] : [];
  });
  const ends = new Map(nodes.map(({ id, select }) => [select, { up: [id], down: [id] }]));
  return model('data', nodes, [...edges, ...inside], ends);
}
