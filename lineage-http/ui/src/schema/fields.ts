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

/** The URIs of sampled objects that a version noted; its facts are kept as they came, so their form is checked. */
export function samplesOf(meta: unknown): { uri: string; rows: number | null }[] {
  const files = isObject(meta) && Array.isArray(meta.files) ? meta.files : [];
  return files.flatMap((file: unknown) => {
    if (!isObject(file) || typeof file.uri !== 'string') return [];
    const rows = file.num_rows ?? file.records;
    return [{ uri: file.uri, rows: typeof rows === 'number' ? rows : null }];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
