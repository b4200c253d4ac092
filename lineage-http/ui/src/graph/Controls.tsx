import { MiniMap, Panel } from '@xyflow/react';
import { useState } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon, type IconName } from '../parts/Icon';
import { type BoxNode, toneOf } from './Box';
import styles from './Canvas.module.css';
import { texts } from './texts';

/** A map of more boxes than this would slow all moves down. */
const LARGEST_MAP = 1500;

interface Props {
  count: number;
  /** Whether the map is there before anybody asks for it. */
  isMapped: boolean;
  onZoom: (how: 'in' | 'out' | 'fit') => void;
}

const colorOf = ({ data: { node } }: BoxNode) => {
  const tone = toneOf(node);
  return tone === 'neutral' ? 'var(--border-control)' : `var(--${tone})`;
};

/** Zoom, fit, and a map of the whole graph. */
export function Controls({ count, isMapped, onZoom }: Props) {
  const t = useTexts(texts);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const canMap = count <= LARGEST_MAP;
  const hasMap = canMap && (chosen ?? isMapped);
  const button = (icon: IconName, label: string, how: 'in' | 'out' | 'fit') => (
    <Button look="icon" aria-label={label} title={label} onClick={() => onZoom(how)}>
      <Icon name={icon} />
    </Button>
  );
  return (
    <>
      <Panel position="bottom-left" className={styles.controls}>
        {button('plus', t.zoomIn, 'in')}
        {button('minus', t.zoomOut, 'out')}
        {button('fit', t.fit, 'fit')}
        {canMap && (
          <Button
            look="icon"
            className={styles.mapButton ?? ''}
            aria-label={t.map}
            title={t.map}
            aria-pressed={hasMap}
            onClick={() => setChosen(!hasMap)}
          >
            <Icon name="map" />
          </Button>
        )}
      </Panel>
      {hasMap && (
        <MiniMap<BoxNode>
          className={styles.map ?? ''}
          ariaLabel={t.map}
          nodeColor={colorOf}
          nodeBorderRadius={8}
          nodeStrokeWidth={0}
          pannable
        />
      )}
    </>
  );
}
