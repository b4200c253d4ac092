import type { Box, ColumnGraph } from './columns';

export const WIDTH = 220;
export const HEAD = 44;
export const ROW = 22;
export const FOOT = 6;
const GAP_X = 120;
const GAP_Y = 24;

export interface Placed {
  box: Box;
  x: number;
  y: number;
  height: number;
}

export const heightOf = (box: Box): number => HEAD + box.columns.length * ROW + FOOT;

/** The middle of a column's row within its box; of the box's head, without a column. */
export const middleOf = (box: Box, column: string | null): number =>
  column === null ? HEAD / 2 : HEAD + (box.columns.indexOf(column) + 0.5) * ROW;

/** Tables in columns from left to right: each stands to the right of all that feed it. */
export function layOut({ boxes, links }: Pick<ColumnGraph, 'boxes' | 'links'>): Placed[] {
  const depth = depths(boxes, links);
  const columns: Box[][] = [];
  for (const box of boxes) {
    const at = depth.get(box.id) ?? 0;
    while (columns.length <= at) columns.push([]);
    columns[at]?.push(box);
  }
  const feeders = new Map<string, string[]>();
  for (const [from, to] of links) feeders.set(to, [...(feeders.get(to) ?? []), from]);
  const middles = new Map<string, number>();
  return columns.flatMap((column, at) => {
    const wish = (box: Box) => {
      const known = (feeders.get(box.id) ?? []).flatMap((id) => middles.get(id) ?? []);
      return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : 0;
    };
    const wishes = new Map(column.map((box) => [box.id, wish(box)]));
    // Sorting keeps the order of the text among equals.
    const sorted = [...column].sort((a, b) => (wishes.get(a.id) ?? 0) - (wishes.get(b.id) ?? 0));
    let y = 0;
    return sorted.map((box) => {
      const placed = { box, x: at * (WIDTH + GAP_X), y, height: heightOf(box) };
      middles.set(box.id, y + placed.height / 2);
      y += placed.height + GAP_Y;
      return placed;
    });
  });
}

/** How many links the longest way to each box has. Of a cycle, the link that closes it does not count. */
function depths(boxes: readonly Box[], links: ColumnGraph['links']): Map<string, number> {
  const next = new Map<string, string[]>();
  for (const [from, to] of links) next.set(from, [...(next.get(from) ?? []), to]);
  const order: string[] = [];
  const forward: (readonly [string, string])[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const { id } of boxes) {
    const stack = state.has(id) ? [] : [{ id, at: 0 }];
    if (stack.length > 0) state.set(id, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = next.get(top.id)?.[top.at++];
      if (to === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
      } else if (state.get(to) !== 'open') {
        forward.push([top.id, to]);
        if (!state.has(to)) {
          state.set(to, 'open');
          stack.push({ id: to, at: 0 });
        }
      }
    }
  }
  const depth = new Map<string, number>(boxes.map(({ id }) => [id, 0]));
  const ahead = new Map<string, string[]>();
  const fed = new Set<string>();
  for (const [from, to] of forward) {
    ahead.set(from, [...(ahead.get(from) ?? []), to]);
    fed.add(to);
  }
  const of = (id: string) => depth.get(id) ?? 0;
  for (const id of order.reverse()) {
    for (const to of ahead.get(id) ?? []) depth.set(to, Math.max(of(to), of(id) + 1));
  }
  // What nothing feeds stands next to what it feeds first, so that its lines pass behind no other box.
  for (const { id } of boxes) {
    const fedBy = ahead.get(id) ?? [];
    if (!fed.has(id) && fedBy.length > 0) depth.set(id, Math.min(...fedBy.map(of)) - 1);
  }
  return depth;
}

/** What is seen first: all of it where it can be read so, else its top left. */
export function firstView(placed: readonly Placed[], width: number, height: number) {
  const margin = 20;
  const right = Math.max(...placed.map(({ x }) => x + WIDTH));
  const bottom = Math.max(...placed.map((one) => one.y + one.height));
  const [across, down] = [(width - 2 * margin) / right, (height - 2 * margin) / bottom];
  // Below a size, words cannot be read; then tables that are cut at the bottom are better than small ones.
  const zoom = Math.min(1, Math.max(0.6, across), Math.max(0.75, down));
  return { x: Math.max(margin, (width - right * zoom) / 2), y: margin, zoom };
}
