import { useTexts } from '../i18n/language';
import styles from './Arrow.module.css';
import { headOf, kindClass } from './kind';
import type { EdgeKind } from './model';
import { texts } from './texts';

/** The API has no words for these. */
const UNNAMED: ReadonlySet<EdgeKind> = new Set(['read', 'write', 'within']);

/** What the arrows that are there mean. */
export function Legend({ graph, kinds }: { graph: string; kinds: readonly EdgeKind[] }) {
  const t = useTexts(texts);
  if (kinds.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label={t.legend} data-testid={`${graph}-legend`}>
      {kinds.map((kind) => (
        <li key={kind} data-kind={kind}>
          <svg width="38" height="12" aria-hidden="true">
            <path
              d="M1 6H36"
              className={`${styles.arrow} ${styles[kindClass(kind)]}`}
              markerEnd={`url(#${headOf(graph, kind)})`}
            />
          </svg>
          {t.kinds[kind]}
          {!UNNAMED.has(kind) && <code>{kind}</code>}
        </li>
      ))}
    </ul>
  );
}
