import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useContext } from 'react';
import styles from './ColumnMap.module.css';
import type { LineEdge } from './flow';
import { HighlightContext } from './highlight';
import { isDashed, lookOf, signOf } from './looks';
import { signPlace } from './signPlace';

/** That a column comes from another, with the sign of how. */
export const ColumnLine = memo(function ColumnLine({ id, data, markerEnd, ...ends }: EdgeProps<LineEdge>) {
  const highlight = useContext(HighlightContext);
  if (!data) return null;
  const { line } = data;
  const [path, middleX, middleY] = getBezierPath(ends);
  const { x, y } = signPlace(ends) ?? { x: middleX, y: middleY };
  const { colour, width } = lookOf(line.subtype);
  const isReached = highlight?.lines.has(line.id) ?? false;
  const sign = signOf(line);
  const half = sign.length * 3.4 + 5;
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
      {sign && (
        <g transform={`translate(${x} ${y})`} className={styles.sign}>
          <rect x={-half} y={-8} width={2 * half} height={16} rx={8} style={{ stroke: colour }} />
          <text textAnchor="middle" dy="0.35em">
            {sign}
          </text>
        </g>
      )}
    </g>
  );
});
