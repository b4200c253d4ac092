import type { ArtifactKind, Point, Position, Posture, Via } from '../api/types';
import type { NoRun } from '../details/runState';
import type { Arrows } from './walk';

/** `within`: data that lies in other data, or holds it, and comes from it. */
export type EdgeKind = Via | 'read' | 'write' | 'within';

/** A step, or what is deployed, as its box shows it. */
export interface StepContent {
  kind: 'step';
  type: string;
  /** Null where there is no execution; also where nothing is known of a deployment. */
  status: string | null;
  /** Why there is no execution; null where there is one, and for a deployment, which does not run. */
  noRun: NoRun | null;
  elapsedSec: number | null;
  cacheHit: boolean;
  failureReason: string | null;
  /** How often the body of a ForEach ran; 0 elsewhere. */
  runs: number;
}

/** Data as its box shows it. */
export interface DataContent {
  kind: 'data';
  uri: string;
  bucket: string | null;
  artifact: ArtifactKind;
  posture: Posture | null;
}

export interface GraphNode {
  id: string;
  name: string;
  content: StepContent | DataContent;
  /** What selecting it selects, as in the address. */
  select: string;
  box: Position;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  kind: EdgeKind;
  label: string | null;
  points: readonly Point[];
  /** Whether it joins boxes of one column: it leaves and arrives at the same side of them. */
  isBeside?: boolean;
}

/** Where walks from something that is selected begin, upstream and downstream. */
export interface Ends {
  up: readonly string[];
  down: readonly string[];
}

/** A graph as it is drawn and walked: of steps, or of steps and data. */
export interface GraphModel {
  name: 'pipeline' | 'data';
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  byId: ReadonlyMap<string, GraphNode>;
  down: Arrows;
  up: Arrows;
  /** By what is selected; in the graph of steps, that of data leads to the steps that write and read it. */
  ends: ReadonlyMap<string, Ends>;
}

const GAP = 28;
const COLUMNS = 8;

/** Boxes that have no place get one in rows below all others, so that nothing vanishes. */
export function placed<T extends { position: Position | null | undefined }>(
  all: readonly T[],
  size: { width: number; height: number },
): (T & { position: Position })[] {
  const known = all.flatMap(({ position }) => position ?? []);
  const below = Math.max(0, ...known.map(({ y, height }) => y + height)) + (known.length > 0 ? 3 * GAP : 0);
  let next = 0;
  return all.map((one) => {
    if (one.position) return { ...one, position: one.position };
    const [column, row] = [next % COLUMNS, Math.floor(next / COLUMNS)];
    next += 1;
    const position = { x: column * (size.width + 3 * GAP), y: below + row * (size.height + GAP), ...size };
    return { ...one, position };
  });
}

const left = ({ x, y, height }: Position): Point => ({ x, y: y + height / 2 });
const right = ({ x, y, width, height }: Position): Point => ({ x: x + width, y: y + height / 2 });

/** How far an arrow that leads back stands below one that leads forth between the same boxes. */
const LOWER = 10;
const lower = ({ x, y }: Point): Point => ({ x, y: y + LOWER });

/** An arrow without points goes straight; one with points begins and ends at its boxes, however wide they are. Its ends
 * are where they can be seen: at the sides that face each other, or at the same side of boxes of one column. */
export function route(
  points: readonly Point[] | undefined,
  from: Position,
  to: Position,
): Pick<GraphEdge, 'points' | 'isBeside'> {
  const between = (points ?? []).slice(1, -1);
  if (to.x + to.width <= from.x) return { points: [lower(left(from)), ...between, lower(right(to))] };
  if (to.x < from.x + from.width && between.length === 0) return { points: [right(from), right(to)], isBeside: true };
  return { points: [right(from), ...between, left(to)] };
}

/** A graph with what walks over it need. Edges to what is not there are left out: there is nothing to draw them to. */
export function model(
  name: GraphModel['name'],
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  ends: ReadonlyMap<string, Ends>,
): GraphModel {
  const down = new Map<string, string[]>();
  const up = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, key: string, value: string) => {
    const list = to.get(key);
    if (!list) to.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
  };
  for (const { source, target } of edges) {
    add(down, source, target);
    add(up, target, source);
  }
  return { name, nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])), down, up, ends };
}
