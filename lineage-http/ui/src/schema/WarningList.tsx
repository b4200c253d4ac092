import type { Warning } from '../api/types';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import styles from './Schema.module.css';
import { texts } from './texts';

/** What could not be read or understood of a dataset. */
export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  const t = useTexts(texts);
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label={t.warnings}>
      {warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>
          <Icon name="alert" size={14} />
          <span>
            {warning.message} {warning.action && <code>{warning.action}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}
