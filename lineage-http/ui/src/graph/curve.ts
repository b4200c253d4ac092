import type { Point } from '../api/types';

const round = (value: number) => Math.round(value * 10) / 10;

/** How far a line between two boxes of one column stands out beside them. */
const OUT = 40;

/** A smooth line through points: it leaves and reaches each of them level, and goes around what is beside it. */
export function curve(points: readonly Point[], isBeside = false): string {
  const out = isBeside ? Math.max(...points.map(({ x }) => x)) + OUT : null;
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      if (before.y === y) return `H${round(x)}`;
      const reach = (x - before.x) / 2;
      const [leaves, reaches] = [out ?? before.x + reach, out ?? x - reach];
      return `C${round(leaves)} ${round(before.y)} ${round(reaches)} ${round(y)} ${round(x)} ${round(y)}`;
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
