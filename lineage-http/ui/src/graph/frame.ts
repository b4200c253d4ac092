import type { Position } from '../api/types';

export interface Size {
  width: number;
  height: number;
}
export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/** Below this, names cannot be read: a graph that does not fit begins at its start. */
const READABLE = 0.75;
const LARGEST = 1.1;
const MARGIN = 24;

/** What a graph is shown as first: all of it where it can be read, else what is selected, or where it begins. */
export function firstViewport(boxes: readonly Position[], size: Size, selected: Position | null): Viewport {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let first: Position | undefined;
  for (const box of boxes) {
    if (box.x < left || (box.x === left && first && box.y < first.y)) first = box;
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  if (!first) return { x: 0, y: 0, zoom: 1 };
  const fit = Math.min((size.width - 2 * MARGIN) / (right - left), (size.height - 2 * MARGIN) / (bottom - top));
  const zoom = Math.min(LARGEST, Math.max(READABLE, fit));
  // An axis that fits is centred; on the other, what matters is in sight.
  const one = (space: number, from: number, to: number, start: number, at: number | null) => {
    const all = (to - from) * zoom + 2 * MARGIN;
    if (all <= space + 1) return (space - (to + from) * zoom) / 2;
    const wanted = at === null ? start - from * zoom : space / 2 - at * zoom;
    // Not further than the graph goes.
    return Math.min(MARGIN - from * zoom, Math.max(space - MARGIN - to * zoom, wanted));
  };
  const middleOf = (box: Position) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const at = selected && middleOf(selected);
  return {
    x: one(size.width, left, right, MARGIN, at?.x ?? null),
    y: one(size.height, top, bottom, MARGIN, (at ?? middleOf(first)).y),
    zoom,
  };
}

/** Whether all boxes are in sight. */
export const isWhole = (boxes: readonly Position[], view: Viewport, size: Size): boolean =>
  boxes.every((box) => isInSight(box, view, size));

/** Whether a box is in sight as a whole. */
export function isInSight(box: Position, view: Viewport, size: Size): boolean {
  const [x, y] = [box.x * view.zoom + view.x, box.y * view.zoom + view.y];
  const [width, height] = [box.width * view.zoom, box.height * view.zoom];
  const fits = (at: number, long: number, space: number) => at >= 8 && at + long <= space - 8;
  return fits(x, width, size.width) && fits(y, height, size.height);
}
