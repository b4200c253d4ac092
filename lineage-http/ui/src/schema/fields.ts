import type { Column } from '../api/types';

/** One row of the table of fields. */
export interface Field {
  /** Unique within the table. */
  path: string;
  name: string;
  /** 0 for a column, 1 for a field of it, and so on. */
  depth: number;
  type: string;
  nullable: boolean;
  partition: boolean;
}

/** Columns and the fields inside them, each below what it is a part of. */
export function fieldsOf(columns: readonly Column[], depth = 0, above = ''): Field[] {
  return columns.flatMap((column, index) => {
    // Names may repeat within one file, and hold dots.
    const path = `${above}/${index}:${column.name}`;
    const { name, type, nullable, partition = false, children = [] } = column;
    return [{ path, name, depth, type, nullable, partition }, ...fieldsOf(children, depth + 1, path)];
  });
}

/** An object that a schema was made of. */
export interface Sample {
  uri: string;
  rows: number | null;
  /** What else it tells of itself, by the API's names. */
  more: [name: string, value: string][];
}

/** Objects as a version noted them; their facts are kept as they came, so their form is checked. */
export function samplesOf(meta: unknown): Sample[] {
  const files = isObject(meta) && Array.isArray(meta.files) ? meta.files : [];
  return files.flatMap((file: unknown) => {
    if (!isObject(file) || typeof file.uri !== 'string') return [];
    const { uri, num_rows, records, ...rest } = file;
    const rows = num_rows ?? records;
    return [{ uri: file.uri, rows: typeof rows === 'number' ? rows : null, more: toldOf(rest) }];
  });
}

/** What is told, as texts: nothing of what a format has not. */
function toldOf(facts: Record<string, unknown>): [string, string][] {
  return Object.entries(facts).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return [[name, value.join(', ')]];
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

/** A count that a version may have noted. */
export function countOf(meta: unknown, name: string): number | null {
  const value = isObject(meta) ? meta[name] : undefined;
  return typeof value === 'number' ? value : null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
