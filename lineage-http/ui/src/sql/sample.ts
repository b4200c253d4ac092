import type { ColumnEdge, Statement } from '../api/types';

/** For tests: an edge, written `table.column`; `table.` is a table as a whole, `.column` a column without a table. */
export function edge(from: string, to: string, subtype: ColumnEdge['subtype'] = 'IDENTITY'): ColumnEdge {
  const end = (text: string) => {
    const [table, column] = text.split('.');
    return { table: table || null, column: column || null };
  };
  const type = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'].includes(subtype) ? 'DIRECT' : 'INDIRECT';
  return { from: end(from), to: end(to), type, subtype, masking: false } as ColumnEdge;
}

/** For tests: a statement. */
export const statement = (given: Partial<Statement>): Statement => ({
  index: 0,
  kind: 'insert',
  position: { line: 1, column: 1 },
  target: null,
  sources: [],
  mapping: [],
  edges: [],
  datasetEdges: [],
  diagnostics: [],
  ...given,
});
