import { MiniMap } from '@xyflow/react';
import { useTexts } from '../i18n/language';
import { type BoxNode, toneOf } from './Box';
import styles from './Canvas.module.css';
import { texts } from './texts';

/** A map of more boxes than this would slow all moves down. */
export const LARGEST_MAP = 1500;

const SIZE = { width: 170, height: 110 };

const colorOf = ({ data: { node } }: BoxNode) => {
  const tone = toneOf(node);
  return tone === 'neutral' ? 'var(--border-control)' : `var(--${tone})`;
};

/** A small map of the whole graph, which moves it. */
export function Overview() {
  const t = useTexts(texts);
  return (
    <MiniMap<BoxNode>
      className={styles.map ?? ''}
      style={SIZE}
      ariaLabel={t.map}
      nodeColor={colorOf}
      nodeBorderRadius={8}
      nodeStrokeWidth={0}
      pannable
    />
  );
}
