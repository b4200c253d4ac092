import { ViewportPortal } from '@xyflow/react';
import { useContext, useMemo, useSyncExternalStore } from 'react';
import styles from './Arrow.module.css';
import type { curve } from './curve';
import { kindClass } from './kind';
import { EdgeMarks, MARK, type Marks } from './marks';
import type { EdgeKind, GraphEdge } from './model';

/** Arrows that are drawn as one: enough to be few, few enough that those out of sight can be passed over. */
const TOGETHER = 150;

interface Bundle {
  key: string;
  kind: EdgeKind;
  mark: number;
  d: string;
}

/** Many arrows that are too small to be told apart, as few lines: one element each would be too slow to move. */
export function Bundles({ edges, line }: { edges: readonly GraphEdge[]; line: typeof curve }) {
  const marks = useContext(EdgeMarks);
  const version = useSyncExternalStore(marks.subscribe, marks.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks are read from their store, which the version tells of
  const bundles = useMemo(() => bundled(edges, marks, line), [edges, marks, line, version]);
  return (
    <ViewportPortal>
      <svg className={styles.far} aria-hidden="true">
        {bundles.map(({ key, kind, mark, d }) => (
          <path
            key={key}
            d={d}
            className={`${styles.arrow} ${styles.plain} ${styles[kindClass(kind)]} ${(mark & MARK.near) !== 0 ? styles.near : ''} ${(mark & MARK.hidden) !== 0 ? styles.hidden : ''}`}
          />
        ))}
      </svg>
    </ViewportPortal>
  );
}

function bundled(edges: readonly GraphEdge[], marks: Marks, line: typeof curve): Bundle[] {
  const groups = new Map<string, { kind: EdgeKind; mark: number; edges: GraphEdge[] }>();
  for (const edge of edges) {
    const mark = marks.of(edge.id);
    const key = `${edge.kind} ${mark}`;
    const group = groups.get(key);
    if (group) group.edges.push(edge);
    else groups.set(key, { kind: edge.kind, mark, edges: [edge] });
  }
  const bundles: Bundle[] = [];
  const start = ({ points: [first] }: GraphEdge) => first ?? { x: 0, y: 0 };
  for (const [name, { kind, mark, edges: all }] of groups) {
    // Those that lie close to one another go together.
    all.sort((a, b) => start(a).x - start(b).x || start(a).y - start(b).y);
    for (let i = 0; i < all.length; i += TOGETHER) {
      const d = all
        .slice(i, i + TOGETHER)
        .map(({ points, isBeside }) => line(points, isBeside))
        .join('');
      bundles.push({ key: `${name} ${i}`, kind, mark, d });
    }
  }
  return bundles;
}
