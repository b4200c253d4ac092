export type SortValue = string | number | null | undefined;

export interface Order {
  /** The key of a column. */
  by: string;
  descending: boolean;
}

/** What a press on a column's header makes of the order: ascending, descending, and as it was before. */
export function nextOrder(order: Order | null, by: string): Order | null {
  if (order?.by !== by) return { by, descending: false };
  return order.descending ? null : { by, descending: true };
}

/** The rows in the order of a value of theirs. Rows without one are last either way; equal ones stay in their order. */
export function sorted<Row>(
  rows: readonly Row[],
  keyBy: (row: Row) => SortValue,
  descending: boolean,
  language: string,
): Row[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: keyBy(row) }));
  keyed.sort(({ value: a }, { value: b }) => {
    const isLast = [a, b].map((value) => value === null || value === undefined || value === '');
    if (isLast[0] || isLast[1]) return Number(isLast[0]) - Number(isLast[1]);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * compare(String(a), String(b));
  });
  return keyed.map(({ row }) => row);
}
