import type { Point } from '../api/types';

const round = (value: number) => Math.round(value * 10) / 10;

/** A smooth line through points, from left to right: it leaves and reaches each of them level. */
export function curve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      if (before.y === y) return `H${round(x)}`;
      // Where an arrow leads back to the left, a bend as wide as a gap shows where it leaves and arrives.
      const reach = x > before.x ? (x - before.x) / 2 : 40;
      return `C${round(before.x + reach)} ${round(before.y)} ${round(x - reach)} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}

/** The same without bends, for pictures that are too small to see them. */
export const straight = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('');

/** Where a label stands, and how much room it has: in the first part, which lies between two columns of boxes. */
export function middle(points: readonly Point[]): Point & { room: number } {
  const [first, second] = points;
  if (!first || !second) return { x: 0, y: 0, room: 0 };
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2, room: Math.abs(second.x - first.x) };
}
