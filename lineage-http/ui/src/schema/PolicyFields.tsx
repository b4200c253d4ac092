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
      <label className={styles.chooser}>
        {t.widen}
        <select
          className={controls.field}
          value={choice.widen}
          onChange={({ target }) => {
            const widen = WIDENINGS.find((one) => one === target.value);
            if (widen) onChange({ ...choice, widen });
          }}
        >
          {WIDENINGS.map((widen) => (
            <option key={widen} value={widen}>
              {t.widenings[widen]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.chooser}>
        {t.compatibility}
        <select
          className={controls.field}
          value={choice.compatibility}
          onChange={({ target }) => {
            const compatibility = COMPATIBILITIES.find((one) => one === target.value);
            if (compatibility) onChange({ ...choice, compatibility });
          }}
        >
          {COMPATIBILITIES.map((compatibility) => (
            <option key={compatibility} value={compatibility}>
              {t.compatibilities[compatibility]}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
