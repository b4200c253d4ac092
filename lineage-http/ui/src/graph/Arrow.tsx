import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import styles from './Arrow.module.css';
import { DetailContext } from './Box';
import { curve, middle } from './curve';
import { kindClass } from './kind';
import { MARK, useEdgeMark, useHovered } from './marks';
import type { GraphEdge } from './model';

export type ArrowEdge = Edge<{ edge: GraphEdge; headId: string }, 'arrow'>;

/** An arrow through the points that the server laid out. */
export const Arrow = memo(function Arrow({ id, data }: EdgeProps<ArrowEdge>) {
  const mark = useEdgeMark(id);
  const detail = useContext(DetailContext);
  const isHovered = useHovered(id);
  if (!data) return null;
  const { edge, headId } = data;
  const isHidden = (mark & MARK.hidden) !== 0;
  const isNear = (mark & MARK.near) !== 0;
  const isFar = detail === 'far' || detail === 'middle';
  const d = curve(edge.points, edge.isBeside);
  const isLabelled = isHovered || isNear || edge.kind === 'condition' || edge.kind === 'cleanup' || detail === 'close';
  return (
    <>
      <path
        d={d}
        className={`${styles.arrow} ${styles[kindClass(edge.kind)]} ${isNear || isHovered ? styles.near : ''} ${isHidden ? styles.hidden : ''}`}
        data-kind={edge.kind}
        markerEnd={detail === 'far' || isHidden ? undefined : `url(#${headId})`}
      />
      {!isFar && !isHidden && (
        // Wider than what is drawn, so that a pointer can meet it.
        <path d={d} className={styles.reach} />
      )}
      {edge.label && isLabelled && !isFar && !isHidden && <Label edge={edge} label={edge.label} isWhole={isHovered} />}
    </>
  );
});

function Label({ edge, label, isWhole }: { edge: GraphEdge; label: string; isWhole: boolean }) {
  const { x, y, room } = middle(edge.points);
  // One that is pointed at is read as a whole, and may cover a box meanwhile.
  const maxWidth = isWhole ? 420 : Math.max(40, room - 8);
  return (
    <EdgeLabelRenderer>
      <div
        className={`${styles.label} ${isWhole ? styles.whole : ''}`}
        style={{ maxWidth, transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        aria-hidden="true"
      >
        {label}
      </div>
    </EdgeLabelRenderer>
  );
}
