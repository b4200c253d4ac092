import type { Trace } from '../state/place';
import type { GraphModel } from './model';
import { between, reach } from './walk';

export interface TraceOf {
  trace: Trace;
  /** What is selected, and the other end of a path. */
  select: string | undefined;
  to: string | undefined;
  depth: number | undefined;
}

/** The nodes that a trace shows; null where it shows all, as nothing narrows it down. */
export function traced(graph: GraphModel, { trace, select, to, depth }: TraceOf): Set<string> | null {
  if (trace === 'all' || !select) return null;
  const here = graph.ends.get(select) ?? { up: [], down: [] };
  if (trace === 'path') {
    if (!to) return null;
    const there = graph.ends.get(to) ?? { up: [], down: [] };
    return new Set([
      ...between(here.down, there.up, graph.down, graph.up),
      ...between(there.down, here.up, graph.down, graph.up),
    ]);
  }
  // What writes or reads data is one arrow away from it already.
  const isHere = (ends: readonly string[]) => ends.length === 1 && graph.byId.get(ends[0] ?? '')?.select === select;
  const steps = (ends: readonly string[]) => (depth ?? Number.POSITIVE_INFINITY) - (isHere(ends) ? 0 : 1);
  return new Set([
    ...(trace === 'down' ? [] : reach(here.up, graph.up, steps(here.up)).keys()),
    ...(trace === 'up' ? [] : reach(here.down, graph.down, steps(here.down)).keys()),
  ]);
}

/** The nodes whose name, type or place has a text in it, from left to right. */
export function matching(graph: GraphModel, filter: string | undefined): string[] {
  const text = filter?.trim().toLowerCase();
  if (!text) return [];
  return graph.nodes
    .filter(({ name, content }) => {
      const more = content.kind === 'step' ? content.type : `${content.uri}\n${content.artifact}`;
      return `${name}\n${more}`.toLowerCase().includes(text);
    })
    .sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y)
    .map(({ id }) => id);
}
