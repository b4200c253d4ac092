import { type RefObject, useId } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { ColumnsField } from './ColumnsField';
import { DIALECTS, type Draft, EXAMPLE } from './draft';
import styles from './SqlForm.module.css';
import { texts } from './texts';

interface Props {
  text: RefObject<HTMLTextAreaElement | null>;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onRun: () => void;
  isRunning: boolean;
  /** Whether what was typed can be asked, as far as the page can tell. */
  canRun: boolean;
}

/** The SQL, and what is known about it. */
export function SqlForm({ text, draft, onChange, onRun, isRunning, canRun }: Props) {
  const t = useTexts(texts);
  const id = useId();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <form
      className={styles.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      <label className={styles.label} htmlFor={`${id}-sql`}>
        {t.sql}
      </label>
      <textarea
        ref={text}
        id={`${id}-sql`}
        className={styles.text}
        aria-describedby={`${id}-privacy`}
        placeholder={t.sqlHint}
        value={draft.sql}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        onChange={(event) => set({ sql: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onRun();
        }}
      />
      <p id={`${id}-privacy`} className={styles.hint}>
        <Icon name="lock" size={13} /> {t.privacy}
      </p>
      <div className={styles.fields}>
        <label className={styles.label}>
          {t.dialect}
          <select
            className={controls.field}
            value={draft.dialect}
            onChange={(event) => set({ dialect: event.target.value })}
          >
            <option value="">{t.detect}</option>
            {DIALECTS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className={styles.label}>
          {t.catalog}
          <input
            className={controls.field}
            value={draft.catalog}
            spellCheck={false}
            onChange={(event) => set({ catalog: event.target.value })}
          />
        </label>
        <label className={styles.label}>
          {t.schema}
          <input
            className={controls.field}
            value={draft.schema}
            spellCheck={false}
            onChange={(event) => set({ schema: event.target.value })}
          />
        </label>
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={draft.collapse} onChange={(event) => set({ collapse: event.target.checked })} />
        {t.collapse}
      </label>
      <ColumnsField value={draft.columns} onChange={(columns) => set({ columns })} />
      <div className={styles.actions}>
        <Button look="primary" type="submit" title={t.runHint} disabled={isRunning || !canRun || !draft.sql.trim()}>
          {isRunning ? t.running : t.run}
        </Button>
        <Button onClick={() => onChange(EXAMPLE)}>{t.example}</Button>
        <span className={styles.hint}>{t.runHint}</span>
      </div>
    </form>
  );
}
