import type { View } from '../state/place';

/** The forms of a lineage that the server writes. */
export type Format = 'svg' | 'mermaid' | 'dot' | 'csv' | 'cytoscape' | 'reactflow';

/** A file that can be had. */
export interface Wanted {
  format: Format | 'json';
  view: View;
}

const ENDINGS: Record<Wanted['format'], string> = {
  svg: 'svg',
  mermaid: 'mmd',
  dot: 'dot',
  json: 'json',
  csv: 'csv',
  cytoscape: 'cytoscape.json',
  reactflow: 'reactflow.json',
};

/** The graphs to draw of what is shown: the server draws one at a time. */
export const drawnOf = (view: View): ('pipeline' | 'data')[] => (view === 'both' ? ['pipeline', 'data'] : [view]);

/** The name of a file: the pipeline's, with `shown` where both graphs are drawn and this is the one of the data. */
export function fileName(pipeline: string, { format, view }: Wanted, shown: View): string {
  const isOther = shown === 'both' && view === 'data';
  return `${cleaned(pipeline)}${isOther ? '-data' : ''}.${ENDINGS[format]}`;
}

const LONGEST = 100;

/** A name that every file system takes, and that looks like what it is. */
export function cleaned(name: string): string {
  const plain = name
    .normalize('NFC')
    // What file systems keep for themselves, and what is not seen or turns the direction of what is.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+/, '');
  const short = [...plain]
    .slice(0, LONGEST)
    .join('')
    .replace(/[. ]+$/, '');
  // Names of devices, which Windows opens instead of a file.
  return /^(con|prn|aux|nul|com\d|lpt\d)?$/i.test(short.split('.')[0] ?? '') ? `_${short}` : short;
}
