import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon, type IconName } from '../parts/Icon';
import styles from './Canvas.module.css';
import type { Zoom } from './camera';
import { texts } from './texts';

interface Props {
  onZoom: (how: Zoom) => void;
  /** Null where there can be no map. */
  hasMap: boolean | null;
  onMap: (hasMap: boolean) => void;
}

/** Zoom, fit, and whether there is a map of the whole graph. */
export function Controls({ onZoom, hasMap, onMap }: Props) {
  const t = useTexts(texts);
  const button = (icon: IconName, label: string, how: Zoom) => (
    <Button look="icon" aria-label={label} title={label} onClick={() => onZoom(how)}>
      <Icon name={icon} />
    </Button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are buttons, not the fields of a form
    <div className={styles.controls} role="group" aria-label={t.controls}>
      {button('plus', t.zoomIn, 'in')}
      {button('minus', t.zoomOut, 'out')}
      {button('fit', t.fit, 'fit')}
      {hasMap !== null && (
        <Button
          look="icon"
          className={styles.mapButton ?? ''}
          aria-label={t.map}
          title={t.map}
          aria-pressed={hasMap}
          onClick={() => onMap(!hasMap)}
        >
          <Icon name="map" />
        </Button>
      )}
    </div>
  );
}
