import type { Lineage } from '../api/types';
import type { View } from '../state/place';

interface Props {
  lineage: Lineage;
  view: View;
}

/** All that the graph shows, as tables. */
export function TableView({ lineage, view }: Props) {
  return (
    <p>
      {view}: {lineage.graph.artifacts.length}
    </p>
  );
}
