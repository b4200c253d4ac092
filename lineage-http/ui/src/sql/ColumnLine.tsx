import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useContext } from 'react';
import styles from './ColumnMap.module.css';
import type { LineEdge } from './flow';
import { HighlightContext } from './highlight';
import { isDashed, lookOf, signOf } from './looks';
import { FAR, NEAR, signPlace } from './signPlace';

/** That a column comes from another. What does not stand out is made faint by the canvas, all at once. */
export function ColumnLine(props: EdgeProps<LineEdge>) {
  const isReached = useContext(HighlightContext)?.lines.has(props.id) ?? false;
  return (
    <g className={isReached ? styles.reachedLine : styles.line}>
      <Curve {...props} />
    </g>
  );
}

const Curve = memo(function Curve({ data, markerEnd, ...ends }: EdgeProps<LineEdge>) {
  if (!data) return null;
  const { line } = data;
  const [path, middleX, middleY] = getBezierPath(ends);
  const { x, y } = signPlace(ends, line.isIndirect ? FAR : NEAR) ?? { x: middleX, y: middleY };
  const { colour, width } = lookOf(line.subtype);
  const sign = signOf(line);
  const half = sign.length * 3.4 + 5;
  return (
    <>
      <BaseEdge
        path={path}
        {...(markerEnd && { markerEnd })}
        interactionWidth={0}
        style={{ stroke: colour, strokeWidth: width, ...(isDashed(line.subtype) && { strokeDasharray: '6 4' }) }}
      />
      {sign && (
        <g transform={`translate(${x} ${y})`} className={styles.sign}>
          <rect x={-half} y={-8} width={2 * half} height={16} rx={8} style={{ stroke: colour }} />
          <text textAnchor="middle" dy="0.35em">
            {sign}
          </text>
        </g>
      )}
    </>
  );
});
