import { api, body } from '../api/client';
import { lineageParameters, lineageQuery, queryClient, type WhichLineage } from '../api/queries';
import type { Wanted } from './formats';

/** The bytes of a file. The JSON is that which is shown; all others the server writes. */
export async function contentOf(which: WhichLineage, { format, view }: Wanted): Promise<Blob> {
  if (format === 'json') {
    const lineage = await queryClient.ensureQueryData(lineageQuery(which));
    return new Blob([JSON.stringify(lineage, null, 2), '\n'], { type: 'application/json' });
  }
  const query = { ...lineageParameters(which), view, format };
  return body(api.GET('/lineage', { params: { query }, parseAs: 'blob' }));
}

/** Has the browser keep a file. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
