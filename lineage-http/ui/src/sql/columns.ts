import type { ColumnEdge, Statement } from '../api/types';

export type Subtype = ColumnEdge['subtype'];

/** A table in the picture of columns, or what stands for one. */
export interface Box {
  id: string;
  /**
   * `result`: what a query without a target gives back; `undecided`: where columns are from whose table is not decided;
   * `before`: a table as a statement finds it that writes it as well.
   */
  kind: 'table' | 'result' | 'undecided' | 'before';
  /** The table's name; empty where there is none. */
  name: string;
  /** Of a result, the statement, from 0. */
  statement: number | null;
  isRead: boolean;
  isWritten: boolean;
  columns: string[];
}

/** A column in the picture; without a column, the table as a whole. */
export interface End {
  box: string;
  column: string | null;
}

/** That one column comes from another, or depends on it. */
export interface Line {
  id: string;
  from: End;
  to: End;
  isIndirect: boolean;
  subtype: Subtype;
  isMasked: boolean;
}

export interface ColumnGraph {
  boxes: Box[];
  lines: Line[];
  /** Which table feeds which, whether or not by columns that are known. */
  links: (readonly [string, string])[];
  /** How many lines are not shown, for being indirect. */
  hidden: number;
}

/** Tells columns apart. No name has a NUL in it. */
export const keyOf = ({ box, column }: End): string => (column === null ? box : `${box}\0${column}`);

/** The picture of what statements say about columns. A table that several of them name is one box, so that they chain. */
export function columnGraph(statements: readonly Statement[], withIndirect: boolean): ColumnGraph {
  const boxes = new Map<string, Box & { known: Set<string> }>();
  const lines = new Map<string, Line>();
  const links = new Map<string, readonly [string, string]>();
  const hidden = new Set<string>();

  const boxOf = (kind: Box['kind'], name: string, statement: number | null) => {
    const id = `${kind}:${kind === 'result' ? statement : name}`;
    const box = boxes.get(id) ?? {
      ...{ id, kind, name, statement, isRead: false, isWritten: false, columns: [], known: new Set() },
    };
    boxes.set(id, box);
    return box;
  };
  const addColumn = (box: Box & { known: Set<string> }, column: string | null | undefined) => {
    if (column === null || column === undefined || box.known.has(column)) return;
    box.known.add(column);
    box.columns.push(column);
  };

  statements.forEach((statement, place) => {
    const target = statement.target ?? null;
    const isAnything = statement.sources.length + statement.edges.length + statement.datasetEdges.length > 0;
    const written = (table: string | null | undefined) => {
      const name = table ?? target;
      const box = name === null ? boxOf('result', '', statement.index) : boxOf('table', name, null);
      box.isWritten = true;
      return box;
    };
    const read = (table: string | null | undefined, into: string | null | undefined) => {
      const isItself = table && table === (into ?? target);
      const box = table ? boxOf(isItself ? 'before' : 'table', table, null) : boxOf('undecided', '', null);
      box.isRead = true;
      return box;
    };
    const link = (from: Box, to: Box) => {
      links.set(`${from.id}\0${to.id}`, [from.id, to.id]);
    };
    // Sources come first, so that they stand in the order of the text.
    for (const source of statement.sources) {
      if (target !== null || isAnything) link(read(source, null), written(null));
    }
    if (target !== null) written(null);
    for (const { to } of statement.mapping) addColumn(written(null), columnOf(to, target));
    for (const edge of [...statement.edges, ...statement.datasetEdges]) {
      const isIndirect = edge.type === 'INDIRECT';
      const columns = { from: edge.from.column ?? null, to: edge.to.column ?? null };
      const id = JSON.stringify([edge.from.table, columns.from, edge.to.table, columns.to, edge.subtype, edge.masking]);
      // Results of different statements are different.
      const own = (edge.to.table ?? target) === null ? `${place}:${id}` : id;
      if (isIndirect && !withIndirect) {
        hidden.add(own);
        continue;
      }
      const from = read(edge.from.table, edge.to.table);
      const to = written(edge.to.table);
      addColumn(from, columns.from);
      addColumn(to, columns.to);
      link(from, to);
      lines.set(own, {
        id: own,
        from: { box: from.id, column: columns.from },
        to: { box: to.id, column: columns.to },
        isIndirect,
        subtype: edge.subtype,
        isMasked: edge.masking === true,
      });
    }
  });
  return {
    boxes: [...boxes.values()].map(({ known: _, ...box }) => box),
    lines: [...lines.values()],
    links: [...links.values()],
    hidden: hidden.size,
  };
}

/** The column of `table.column`. */
export const columnOf = (name: string, table: string | null): string =>
  table !== null && name.startsWith(`${table}.`) ? name.slice(table.length + 1) : name;

/** A table's own name, and what stands before it. */
export function splitName(name: string): { own: string; before: string } {
  const end = name.replace(/\/+$/, '').length;
  const isUri = /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
  const cut = name.lastIndexOf(isUri ? '/' : '.', end - 1) + 1;
  return { own: name.slice(cut), before: name.slice(0, isUri ? cut : Math.max(0, cut - 1)) };
}

/** The columns and lines that a column comes from and goes to, itself included. */
export function reach(lines: readonly Line[], start: string): { columns: Set<string>; lines: Set<string> } {
  const columns = new Set([start]);
  const reached = new Set<string>();
  for (const [here, there] of [
    ['to', 'from'],
    ['from', 'to'],
  ] as const) {
    const at = new Map<string, Line[]>();
    for (const line of lines) {
      const key = keyOf(line[here]);
      const some = at.get(key);
      if (some) some.push(line);
      else at.set(key, [line]);
    }
    const seen = new Set([start]);
    const queue = [start];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const line of at.get(key) ?? []) {
        reached.add(line.id);
        const next = keyOf(line[there]);
        columns.add(next);
        if (!seen.has(next)) queue.push(next);
        seen.add(next);
      }
    }
  }
  return { columns, lines: reached };
}
