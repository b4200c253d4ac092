import { useTexts } from '../i18n/language';
import controls from '../parts/controls.module.css';
import { go, usePlace } from '../state/place';
import { counts, NO_STATUS } from './filter';
import type { ArtifactRow, StepRow } from './rows';
import styles from './TableView.module.css';
import { texts } from './texts';

/** The text that is looked for, letter by letter. */
export function TextFilter({ label, placeholder }: { label: string; placeholder: string }) {
  const { filter = '' } = usePlace();
  return (
    <input
      className={`${controls.field} ${styles.search}`}
      type="search"
      spellCheck={false}
      aria-label={label}
      placeholder={placeholder}
      value={filter}
      onChange={(event) => go({ filter: event.target.value || undefined }, 'replace')}
    />
  );
}

export function StatusFilter({ steps }: { steps: readonly StepRow[] }) {
  const t = useTexts(texts);
  const { status } = usePlace();
  const known = counts(steps.map((row) => row.status ?? NO_STATUS));
  return (
    <Choice
      label={t.status}
      value={status}
      known={known}
      textOf={(value) => (value === NO_STATUS ? t.noStatus : value)}
      onChange={(status) => go({ status })}
    />
  );
}

export function KindFilter({ artifacts }: { artifacts: readonly ArtifactRow[] }) {
  const t = useTexts(texts);
  const { kind } = usePlace();
  const known = counts(artifacts.map(({ artifact }) => artifact.kind));
  return <Choice label={t.kind} value={kind} known={known} onChange={(kind) => go({ kind })} />;
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  known: [value: string, count: number][];
  textOf?: (value: string) => string;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, known, textOf = (text) => text, onChange }: ChoiceProps) {
  const t = useTexts(texts);
  // An address may name one that no row has.
  const all = !value || known.some(([one]) => one === value) ? known : [...known, [value, 0] as const];
  if (all.length < 2 && !value) return null;
  return (
    <label className={styles.choice}>
      {label}
      <select
        className={controls.field}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        <option value="">{t.any}</option>
        {all.map(([one, count]) => (
          <option key={one} value={one}>{`${textOf(one)} (${count})`}</option>
        ))}
      </select>
    </label>
  );
}
