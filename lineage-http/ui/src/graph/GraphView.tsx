import type { Lineage } from '../api/types';
import type { View } from '../state/place';

interface Props {
  lineage: Lineage;
  view: View;
}

/** The graph of a lineage: its steps, its data, or both side by side. */
export function GraphView({ lineage, view }: Props) {
  return (
    <p>
      {view}: {lineage.graphPipeline?.nodes.length}
    </p>
  );
}
