import type { TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { formatPosition } from './position';
import styles from './SqlPage.module.css';
import { texts } from './texts';

interface Props {
  position: TextPosition;
  goTo: (position: TextPosition) => void;
  /** In words, rather than as 3:14. */
  isLong?: boolean;
}

/** A place in the SQL; the button puts the cursor there. */
export function PositionButton({ position, goTo, isLong = false }: Props) {
  const words = useTexts(texts).goTo(position.line, position.column);
  const label = isLong ? {} : { 'aria-label': `${formatPosition(position)} ${words}`, title: words };
  return (
    <button type="button" className={styles.position} onClick={() => goTo(position)} {...label}>
      {isLong ? words : formatPosition(position)}
    </button>
  );
}
