import type { Artifact } from '../api/types';

export function SchemaPanel({
  dataset,
  kept,
}: {
  dataset: { bucket: string; prefix: string } | null;
  kept: Artifact['schema'];
}) {
  return (
    <p>
      {dataset?.bucket}
      {kept?.version}
    </p>
  );
}
