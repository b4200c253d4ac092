import { useReactFlow, useStore } from '@xyflow/react';
import { memo, useEffect, useEffectEvent, useMemo } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Chooser } from '../parts/Chooser';
import { Icon } from '../parts/Icon';
import styles from './ColumnMap.module.css';
import { type ColumnGraph, keyOf } from './columns';
import { firstView, middleOf, type Placed, WIDTH } from './layout';
import { titleOf } from './TableBox';
import { texts } from './texts';

interface Props {
  graph: ColumnGraph;
  placed: readonly Placed[];
  withIndirect: boolean;
  setIndirect: (withIndirect: boolean) => void;
  picked: string | null;
  pick: (key: string | null) => void;
}

/** What can be done with the picture, also without a mouse. */
export const MapTools = memo(function MapTools({ graph, placed, withIndirect, setIndirect, picked, pick }: Props) {
  const t = useTexts(texts);
  const { zoomIn, zoomOut, fitView, setViewport, setCenter, getZoom } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isMeasured = width > 0 && height > 0;
  const showFirst = useEffectEvent(() => {
    void setViewport(firstView(placed, width, height));
  });
  useEffect(() => {
    if (isMeasured) showFirst();
  }, [isMeasured]);
  const columns = useMemo(
    () =>
      placed.flatMap(({ box, x, y }) =>
        box.columns.map((column) => ({
          value: keyOf({ box: box.id, column }),
          text: `${titleOf(box, t)}.${column}`,
          x: x + WIDTH / 2,
          y: y + middleOf(box, column),
        })),
      ),
    [placed, t],
  );
  const jump = (key: string) => {
    pick(key);
    const column = columns.find(({ value }) => value === key);
    if (column) void setCenter(column.x, column.y, { zoom: Math.max(getZoom(), 0.6) });
  };
  const indirect = withIndirect ? graph.lines.filter(({ isIndirect }) => isIndirect).length : graph.hidden;
  return (
    <div className={styles.tools}>
      <div className={styles.find}>
        <Chooser
          label={t.highlight}
          placeholder={t.highlightHint}
          choices={columns}
          value={columns.some(({ value }) => value === picked) ? (picked ?? undefined) : undefined}
          onChange={jump}
        />
      </div>
      {picked !== null && (
        <Button look="icon" aria-label={t.release} title={t.release} onClick={() => pick(null)}>
          <Icon name="close" />
        </Button>
      )}
      <label className={styles.indirect}>
        <input
          type="checkbox"
          checked={withIndirect}
          disabled={indirect === 0}
          onChange={(event) => setIndirect(event.target.checked)}
        />
        {t.indirect(indirect)}
      </label>
      <div className={styles.zoom}>
        <Button look="icon" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => zoomOut()}>
          <Icon name="minus" />
        </Button>
        <Button look="icon" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => zoomIn()}>
          <Icon name="plus" />
        </Button>
        <Button look="icon" aria-label={t.fit} title={t.fit} onClick={() => fitView({ padding: 0.05 })}>
          <Icon name="fit" />
        </Button>
      </div>
    </div>
  );
});
