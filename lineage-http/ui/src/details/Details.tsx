import type { Lineage } from '../api/types';
import type { Selection } from '../state/selection';

interface Props {
  lineage: Lineage;
  selection: Selection;
}

/** All that is known of what is selected. */
export function Details({ selection }: Props) {
  return <p>{JSON.stringify(selection)}</p>;
}
