import { useId } from 'react';
import { useTexts } from '../i18n/language';
import controls from '../parts/controls.module.css';
import { type Choice, COMPATIBILITIES, WIDENINGS } from './policy';
import styles from './Schema.module.css';
import { texts } from './texts';

/** How a schema is inferred, and what a version of it has to stay compatible with. */
export function PolicyFields({ choice, onChange }: { choice: Choice; onChange: (choice: Choice) => void }) {
  const t = useTexts(texts);
  return (
    <fieldset className={styles.policy}>
      <legend className="spoken">{t.policyTitle}</legend>
      <OneOf
        label={t.widen}
        options={WIDENINGS}
        names={t.widenings}
        value={choice.widen}
        onChange={(widen) => onChange({ ...choice, widen })}
      />
      <OneOf
        label={t.compatibility}
        options={COMPATIBILITIES}
        names={t.compatibilities}
        value={choice.compatibility}
        onChange={(compatibility) => onChange({ ...choice, compatibility })}
      />
    </fieldset>
  );
}

interface OneOfProps<T extends string> {
  label: string;
  options: readonly T[];
  names: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}

function OneOf<T extends string>({ label, options, names, value, onChange }: OneOfProps<T>) {
  const id = useId();
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={controls.field}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option === target.value);
          if (chosen) onChange(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  );
}
