import { memo, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { count } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { useShowing } from '../parts/showing';
import styles from './DataTable.module.css';
import { HeaderCell } from './HeaderCell';
import { nextOrder, type Order, type SortValue, sorted } from './sort';
import { texts } from './texts';

/** `line`: never broken into lines. `long`: of long words, which need room. */
type Look = 'number' | 'time' | 'line' | 'long';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** What it is sorted by; without it, it is not sorted. */
  value?: (row: Row) => SortValue;
  look?: Look;
}

interface Props<Row> {
  title: string;
  /** What the table holds, for those who do not see it. */
  caption: string;
  /** The first one names a row. Keep them from one render to the next: with others, all rows are drawn anew. */
  columns: readonly Column<Row>[];
  /** Those that are wanted, out of `total`. */
  rows: readonly Row[];
  total: number;
  keyOf: (row: Row) => string;
  /** The key of the row that is selected. */
  selected?: string | null;
  /** Choices that belong to this table, beside its title. */
  children?: ReactNode;
  /** What is said in place of a table that would be empty. */
  empty: ReactNode;
}

/** So many rows are drawn at first, and so many more at a time: all of them at once would be felt. */
const FIRST = 200;
const MORE = 1000;

/** A table with a title, which is sorted by its header. */
export function DataTable<Row>({ title, caption, columns, rows, total, keyOf, selected, children, empty }: Props<Row>) {
  const t = useTexts(texts);
  const language = useLanguage();
  const showing = useShowing();
  const heading = useId();
  const [order, setOrder] = useState<Order | null>(null);
  const [most, setMost] = useState(FIRST);
  const ordered = useMemo(() => {
    const value = columns.find(({ key }) => key === order?.by)?.value;
    return order && value ? sorted(rows, value, order.descending, language) : rows;
  }, [rows, columns, order, language]);
  // What is selected is among the rows that are drawn, wherever it is.
  const at = selected ? ordered.findIndex((row) => keyOf(row) === selected) : -1;
  const shown = ordered.slice(0, Math.max(most, at + 1));
  const rest = rows.length - shown.length;
  const written = (value: number) => count(value, language);

  return (
    <section className={styles.section} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        <p role="status" className={styles.count}>
          {shown.length < total ? showing(shown.length, total) : t.all(written(total))}
        </p>
        {children}
      </div>
      {rows.length === 0 ? (
        <div className={styles.fixed}>{empty}</div>
      ) : (
        <table className={styles.table}>
          <caption className="spoken">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeaderCell
                  key={column.key}
                  column={column}
                  order={order}
                  onOrder={() => setOrder(nextOrder(order, column.key))}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <BodyRow key={keyOf(row)} row={row} columns={columns} isSelected={keyOf(row) === selected} />
            ))}
          </tbody>
        </table>
      )}
      {rest > 0 && (
        <p className={styles.fixed}>
          <Button onClick={() => setMost(shown.length + MORE)}>
            {rest > MORE ? t.showMore(written(MORE)) : t.showAll(written(rows.length))}
          </Button>
        </p>
      )}
    </section>
  );
}

interface RowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  isSelected: boolean;
}

function PlainRow<Row>({ row, columns, isSelected }: RowProps<Row>) {
  const element = useRef<HTMLTableRowElement>(null);
  // It may be selected by a link elsewhere on the page, or by the address.
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <tr ref={element} className={isSelected ? styles.selected : undefined}>
      {columns.map(({ key, cell, look }, index) =>
        index === 0 ? (
          <th key={key} scope="row" className={look && styles[look]}>
            {cell(row)}
          </th>
        ) : (
          <td key={key} className={look && styles[look]}>
            {cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

// Memo forgets the type parameter.
const BodyRow = memo(PlainRow) as typeof PlainRow;
