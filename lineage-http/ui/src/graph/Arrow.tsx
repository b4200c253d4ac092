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
  const isFar = detail === 'far' || detail === 'small' || detail === 'middle';
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
      {edge.label && isLabelled && !isFar && !isHidden && (
        <Label edge={edge} label={edge.label} size={isHovered ? 'line' : isNear ? 'lines' : 'cut'} />
      )}
    </>
  );
});

const WIDEST = 240;

interface LabelProps {
  edge: GraphEdge;
  label: string;
  /** Cut to its room; whole in lines, as an arrow of what is selected; or whole in one line, as what is pointed at. */
  size: 'cut' | 'lines' | 'line';
}

function Label({ edge, label, size }: LabelProps) {
  const { x, y, room } = middle(edge.points);
  // One that is read as a whole may cover a box meanwhile, but not its arrow.
  const maxWidth = { cut: Math.max(40, room - 8), lines: WIDEST, line: 420 }[size];
  // As narrow as its words and its room let it be, unless that makes many lines.
  const minWidth = size === 'lines' ? Math.min(WIDEST, Math.max(room - 8, label.length * 1.5)) : undefined;
  const up = size === 'lines' ? `-100%) translate(${x}px, ${y - 6}px)` : `-50%) translate(${x}px, ${y}px)`;
  return (
    <EdgeLabelRenderer>
      <div
        className={`${styles.label} ${styles[size]}`}
        style={{ maxWidth, minWidth, transform: `translate(-50%, ${up}` }}
        data-size={size}
        aria-hidden="true"
      >
        {label}
      </div>
    </EdgeLabelRenderer>
  );
}
