import type { GraphModel, GraphNode } from './model';

export const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const;
export type Move = (typeof MOVES)[number];

const center = ({ box }: GraphNode) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

function best(nodes: Iterable<GraphNode>, cost: (node: GraphNode) => number | null): GraphNode | null {
  let found: GraphNode | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const own = cost(node);
    if (own === null || own >= least) continue;
    found = node;
    least = own;
  }
  return found;
}

/** Boxes that stand over one another are of one column. */
const isOver = (a: GraphNode, b: GraphNode) => a.box.x < b.box.x + b.box.width && b.box.x < a.box.x + a.box.width;

/** From the left to the right, then downwards: the order of reading. */
export const inReadingOrder = (a: GraphNode, b: GraphNode): number => a.box.x - b.box.x || a.box.y - b.box.y;

/** Where a key leads from a node: along the arrows, or within a column; null where there is nothing. */
export function move(
  graph: GraphModel,
  from: string | null,
  key: Move,
  isShown: (id: string) => boolean = () => true,
): string | null {
  const shown = graph.nodes.filter(({ id }) => isShown(id));
  const here = from === null ? undefined : graph.byId.get(from);
  if (!here || key === 'Home' || key === 'End') {
    const side = key === 'End' ? -1 : 1;
    let found: GraphNode | undefined;
    for (const node of shown) if (!found || side * inReadingOrder(node, found) < 0) found = node;
    return found?.id ?? null;
  }
  const at = center(here);
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const ids = (key === 'ArrowRight' ? graph.down : graph.up).get(here.id) ?? [];
    const ends = ids.flatMap((id) => (isShown(id) ? (graph.byId.get(id) ?? []) : []));
    const distance = (node: GraphNode) => Math.abs(center(node).y - at.y) + Math.abs(center(node).x - at.x);
    return best(ends, distance)?.id ?? null;
  }
  const side = key === 'ArrowDown' ? 1 : -1;
  const away = (node: GraphNode) => side * (center(node).y - at.y);
  return best(shown, (node) => (away(node) > 0 && isOver(node, here) ? away(node) : null))?.id ?? null;
}
