import styles from './Arrow.module.css';
import { headOf, kindClass } from './kind';
import type { EdgeKind } from './model';

/** Filled where something flows, open where only an order or a branch is told. */
const FILLED: ReadonlySet<EdgeKind> = new Set(['ref:Get', 's3', 'write', 'deployment', 'read', 'within']);

/** The heads of arrows of each kind. */
export function Heads({ graph, kinds }: { graph: string; kinds: readonly EdgeKind[] }) {
  return (
    <svg width="0" height="0" className={styles.heads} aria-hidden="true">
      <defs>
        {kinds.map((kind) => (
          <marker
            key={kind}
            id={headOf(graph, kind)}
            className={`${styles.head} ${styles[kindClass(kind)]}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="10"
            markerHeight="10"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M1 1L9 5L1 9" className={FILLED.has(kind) ? styles.filled : styles.open} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
