import type { Lineage } from '../api/types';
import { dataGraph } from '../graph/dataGraph';
import { stepGraph } from '../graph/stepGraph';
import { traced } from '../graph/trace';
import type { Place } from '../state/place';
import type { Wanted } from './filter';

/** The steps and the data that the graphs show of a trace; null where they show all. */
export function tracedRows(
  lineage: Lineage,
  { trace = 'all', select, to, depth }: Place,
): Pick<Wanted, 'steps' | 'uris'> | null {
  // The graphs cost something to make.
  if (trace === 'all' || !select) return null;
  const of = { trace, select, to, depth };
  const steps = traced(stepGraph(lineage), of);
  const nodes = traced(dataGraph(lineage), of);
  if (!steps || !nodes) return null;
  const uris = [...nodes].flatMap((id) => (id.startsWith('data:') ? id.slice('data:'.length) : []));
  return { steps, uris: new Set(uris) };
}
