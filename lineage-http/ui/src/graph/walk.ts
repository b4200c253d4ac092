/** Where arrows lead from each node (or, turned round, where they come from). */
export type Arrows = ReadonlyMap<string, readonly string[]>;

/** All nodes at most `depth` arrows away from where the walk starts, with how far away they are. Cycles are walked once. */
export function reach(starts: Iterable<string>, arrows: Arrows, depth = Number.POSITIVE_INFINITY): Map<string, number> {
  const far = new Map<string, number>();
  for (const start of starts) far.set(start, 0);
  // A map goes on to what is added to it while it is walked, in that order: it is the queue as well.
  for (const [node, steps] of far) {
    if (steps >= depth) break;
    for (const next of arrows.get(node) ?? []) if (!far.has(next)) far.set(next, steps + 1);
  }
  return far;
}

/** All nodes on any way along the arrows from one of `from` to one of `to`; none where there is no way. */
export function between(from: Iterable<string>, to: Iterable<string>, down: Arrows, up: Arrows): Set<string> {
  const ahead = reach(from, down);
  const behind = reach(to, up);
  const both = new Set<string>();
  for (const node of ahead.keys()) if (behind.has(node)) both.add(node);
  return both;
}
