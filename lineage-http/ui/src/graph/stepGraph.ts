import type { Lineage, Position, Step } from '../api/types';
import { type NoRun, noRun } from '../details/runState';
import { formatSelection } from '../state/selection';
import {
  type Ends,
  type GraphEdge,
  type GraphModel,
  type GraphNode,
  model,
  placed,
  route,
  type StepContent,
} from './model';
import { type PlaceUser, usersOfPlace } from './users';

/** The boxes of this page say more than those of the picture that the server lays out: they are wider by this. In whole
 * pixels: React Flow would measure a box anew that is not as large as it was told. */
const WIDER = 1.2;
const wider = <T extends { x: number; width?: number }>(place: T): T => ({
  ...place,
  x: Math.round(place.x * WIDER),
  ...(place.width !== undefined && { width: Math.round(place.width * WIDER) }),
});

/** The graph of the steps of a pipeline; `execution` is what the address asks for. */
export function stepGraph(lineage: Lineage, execution?: string): GraphModel {
  const graph = lineage.graphPipeline ?? lineage.graph;
  const steps = placed(
    graph.nodes.map((step) => ({ step, position: step.position && wider<Position>(step.position) })),
    { width: 200, height: 78 },
  );
  const without = noRun(lineage, execution);
  const nodes = steps.map(
    ({ step, position }): GraphNode => ({
      id: step.id,
      name: step.displayName || step.id,
      content: stepContent(step, without),
      select: formatSelection({ kind: 'step', id: step.id }),
      box: position,
    }),
  );
  const boxes = new Map(nodes.map(({ id, box }) => [id, box]));
  const edges = graph.edges.flatMap(({ from, to, via, label, points }): GraphEdge[] => {
    const [source, target] = [boxes.get(from), boxes.get(to)];
    if (!source || !target) return [];
    const id = JSON.stringify([from, to, via]);
    return [
      {
        id,
        source: from,
        target: to,
        kind: via,
        label: label ?? null,
        ...route(
          points?.map((point) => wider(point)),
          source,
          target,
        ),
      },
    ];
  });
  return model('pipeline', nodes, unique(edges), stepEnds(lineage, nodes));
}

function stepContent(step: Step, without: NoRun | null): StepContent {
  const { run, runs, deployment } = step;
  // That nothing is known of a run is not that there was none.
  const unknown = without === null && !deployment ? 'Unknown' : null;
  return {
    kind: 'step',
    type: step.type,
    status: (deployment ? deployment.status : run?.status) ?? unknown,
    noRun: deployment ? null : without,
    elapsedSec: run?.elapsedSec ?? null,
    cacheHit: run?.cacheHit ?? false,
    failureReason: run?.failureReason ?? null,
    runs: runs?.length ?? 0,
  };
}

/** Steps are where they are; data is where it is written and read. */
function stepEnds(lineage: Lineage, nodes: readonly GraphNode[]): Map<string, Ends> {
  const ends = new Map<string, Ends>(nodes.map(({ id, select }) => [select, { up: [id], down: [id] }]));
  const isStep = new Set(nodes.map(({ id }) => id));
  const drawn = (users: readonly PlaceUser[]) => users.flatMap(({ id }) => (isStep.has(id) ? id : []));
  for (const node of lineage.graphData?.nodes ?? []) {
    if (node.type !== 'dataArtifact') continue;
    const { writers, readers } = usersOfPlace(lineage, node.uri);
    ends.set(formatSelection({ kind: 'data', uri: node.uri }), { up: drawn(writers), down: drawn(readers) });
  }
  return ends;
}

/** Ids must differ even if an answer says the same twice. */
function unique(edges: GraphEdge[]): GraphEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ id }) => !seen.has(id) && seen.add(id));
}
