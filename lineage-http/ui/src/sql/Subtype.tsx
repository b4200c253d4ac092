import type { ColumnEdge } from '../api/types';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import styles from './Result.module.css';
import { texts } from './texts';

/** How a column comes from another, as OpenLineage has it. */
export function Subtype({ subtype, isMasked }: { subtype: ColumnEdge['subtype']; isMasked: boolean }) {
  const t = useTexts(texts);
  return (
    <>
      <span className={styles.muted}>{subtype}</span>
      {isMasked && (
        <span className={styles.masked} title={t.maskedHint}>
          <Icon name="lock" size={12} />
          {t.masked}
        </span>
      )}
    </>
  );
}
