interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** How far from its beginning an edge has its sign: there, edges have not met yet that cross in the middle. */
export const NEAR = 36;
/** How far an indirect edge has it, which may begin at the same column as others. */
export const FAR = 72;

/** Where the sign of an edge stands that runs to the right, on its curve; null where it runs back. */
export function signPlace(
  { sourceX, sourceY, targetX, targetY }: Ends,
  distance: number,
): { x: number; y: number } | null {
  const width = targetX - sourceX;
  if (width <= 0) return null;
  const wanted = Math.min(distance / width, 0.6);
  // Of a cubic curve whose inner points are both halfway: how far it is across, and how far up or down.
  const across = (t: number) => 1.5 * t * (1 - t) + t ** 3;
  const along = (t: number) => t * t * (3 - 2 * t);
  let low = 0;
  let high = 1;
  for (let i = 0; i < 16; i++) {
    const t = (low + high) / 2;
    if (across(t) < wanted) low = t;
    else high = t;
  }
  return { x: sourceX + wanted * width, y: sourceY + along(low) * (targetY - sourceY) };
}
