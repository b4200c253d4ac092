import type { ColumnEdge, SqlDiagnostic, Statement } from '../api/types';
import { columnOf } from './columns';

/** A column that a statement writes, and all that it comes from or depends on. */
export interface Row {
  id: string;
  /** The place in the list of statements, from 0. */
  place: number;
  target: string | null;
  column: string;
  from: ColumnEdge[];
}

/** The columns of statements as the rows of a table, in the order of each target's columns. */
export function rowsOf(statements: readonly (readonly [place: number, statement: Statement])[]): Row[] {
  return statements.flatMap(([place, statement]) => {
    const target = statement.target ?? null;
    const rows = new Map<string, Row>();
    const rowOf = (table: string | null, column: string) => {
      const id = JSON.stringify([place, table, column]);
      const row = rows.get(id) ?? { id, place, target: table, column, from: [] };
      rows.set(id, row);
      return row;
    };
    for (const { to } of statement.mapping) rowOf(target, columnOf(to, target));
    for (const edge of statement.edges) rowOf(edge.to.table ?? target, edge.to.column ?? '').from.push(edge);
    return [...rows.values()];
  });
}

/** A column with its table, as the plain view writes it: `?.c` where the table is not decided. */
export const nameOf = ({ table, column }: ColumnEdge['from']): string =>
  column === null || column === undefined ? (table ?? '?') : `${table ?? '?'}.${column}`;

/** Which statements are part of the picture of the whole script, and why others are not. */
export function drawnOf(statements: readonly Statement[]) {
  const isNothing = (one: Statement) =>
    one.edges.length + one.datasetEdges.length + one.sources.length === 0 && !one.target;
  const errors = statements.filter((one) => one.kind === 'error');
  const collapsed = statements.filter((one) => one.collapsed);
  const silent = statements.filter((one) => one.kind !== 'error' && !one.collapsed && isNothing(one));
  const drawn = statements.flatMap((one, place) =>
    one.kind === 'error' || one.collapsed || isNothing(one) ? [] : [[place, one] as const],
  );
  return { drawn, errors: errors.length, collapsed: collapsed.length, silent: silent.length };
}

/** What a script's diagnostics are about: those of the whole script first, then those of each statement. */
export const diagnosticsOf = (script: {
  diagnostics: readonly SqlDiagnostic[];
  statements: readonly Statement[];
}): { place: number | null; diagnostic: SqlDiagnostic }[] => [
  ...script.diagnostics.map((diagnostic) => ({ place: null, diagnostic })),
  ...script.statements.flatMap((one, place) => one.diagnostics.map((diagnostic) => ({ place, diagnostic }))),
];
