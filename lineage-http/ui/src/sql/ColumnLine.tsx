import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useContext } from 'react';
import styles from './ColumnMap.module.css';
import type { LineEdge } from './flow';
import { HighlightContext } from './highlight';
import { isDashed, lookOf, signOf } from './looks';

/** That a column comes from another, with the sign of how. */
export const ColumnLine = memo(function ColumnLine({ id, data, markerEnd, ...ends }: EdgeProps<LineEdge>) {
  const highlight = useContext(HighlightContext);
  if (!data) return null;
  const { line } = data;
  const [path, x, y] = getBezierPath(ends);
  const { colour, width } = lookOf(line.subtype);
  const isReached = highlight?.lines.has(line.id) ?? false;
  // Where one column stands out, its edges say in words what the others have a sign for.
  const words = isReached ? [line.subtype, line.isMasked && 'M'].filter(Boolean).join(' ') : signOf(line);
  const half = words.length * 3.4 + 5;
  return (
    <g className={highlight && !isReached ? styles.faint : undefined}>
      <BaseEdge
        path={path}
        {...(markerEnd && { markerEnd })}
        interactionWidth={0}
        style={{
          stroke: colour,
          strokeWidth: isReached ? width + 1 : width,
          ...(isDashed(line.subtype) && { strokeDasharray: '6 4' }),
        }}
      />
      {words && (
        <g transform={`translate(${x} ${y})`} className={styles.sign}>
          <rect x={-half} y={-8} width={2 * half} height={16} rx={8} style={{ stroke: colour }} />
          <text textAnchor="middle" dy="0.35em">
            {words}
          </text>
        </g>
      )}
    </g>
  );
});
