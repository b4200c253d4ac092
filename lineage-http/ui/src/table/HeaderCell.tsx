import type { Column } from './DataTable';
import styles from './DataTable.module.css';
import type { Order } from './sort';

interface Props<Row> {
  column: Column<Row>;
  order: Order | null;
  onOrder: () => void;
}

/** The header of a column: a button where the column can be sorted. */
export function HeaderCell<Row>({ column, order, onOrder }: Props<Row>) {
  const { title, value } = column;
  const look = column.look === 'number' ? styles.number : undefined;
  if (!value)
    return (
      <th scope="col" className={look}>
        {title}
      </th>
    );
  const direction = order?.by !== column.key ? 'none' : order.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={look} aria-sort={direction}>
      <button type="button" className={styles.sort} onClick={onOrder}>
        {title}
        <span className={styles.mark} aria-hidden="true">
          {{ none: '↕', ascending: '↑', descending: '↓' }[direction]}
        </span>
      </button>
    </th>
  );
}
