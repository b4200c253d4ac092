import { useId, useState } from 'react';
import { useTexts } from '../i18n/language';
import { type ColumnsFault, readColumns } from './draft';
import styles from './SqlForm.module.css';
import { texts } from './texts';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** What is known of the columns of tables, folded away as few need it. */
export function ColumnsField({ value, onChange }: Props) {
  const t = useTexts(texts);
  const id = useId();
  const read = readColumns(value);
  const fault = 'fault' in read ? words(t, read.fault) : null;
  const [isOpen, setOpen] = useState(false);
  return (
    // A fault is never folded away: it is why nothing can be asked.
    <details
      className={styles.details}
      open={isOpen || fault !== null}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t.columns}</summary>
      <p id={`${id}-hint`} className={styles.hint}>
        {t.columnsHint} <code>{'{"db.t": ["a", "b"], "u": {"x": "bigint"}}'}</code>
      </p>
      <textarea
        className={styles.columns}
        aria-label={t.columns}
        aria-describedby={`${id}-hint ${id}-fault`}
        aria-invalid={fault !== null}
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-fault`} className={styles.fault} aria-live="polite">
        {fault}
      </p>
    </details>
  );
}

function words(t: (typeof texts)['en'], fault: ColumnsFault): string {
  if (fault.reason === 'json') return t.columnsFault.json(fault.message);
  if (fault.reason === 'table') return t.columnsFault.table(fault.table);
  return t.columnsFault.object;
}
