import { useTexts } from '../i18n/language';
import styles from './ColumnMap.module.css';
import type { Line } from './columns';
import { isDashed, kindsOf, lookOf } from './looks';
import { texts } from './texts';

/** What the edges mean that there are. */
export function Legend({ lines }: { lines: readonly Line[] }) {
  const t = useTexts(texts);
  if (lines.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label={t.legend}>
      {kindsOf(lines).map((subtype) => {
        const { colour, width, sign } = lookOf(subtype);
        return (
          <li key={subtype}>
            <svg width="34" height="10" aria-hidden="true" focusable="false">
              <path
                d="M0 5H34"
                style={{ stroke: colour, strokeWidth: width, ...(isDashed(subtype) && { strokeDasharray: '6 4' }) }}
              />
            </svg>
            {sign && <strong>{sign}</strong>} {subtype}
          </li>
        );
      })}
      {lines.some(({ isMasked }) => isMasked) && (
        <li>
          <strong>M</strong> {t.maskedHint}
        </li>
      )}
    </ul>
  );
}
