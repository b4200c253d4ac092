import { type ReactNode, useState } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import styles from './Details.module.css';
import { texts } from './texts';

interface Props<T> {
  all: readonly T[];
  /** How many are shown at first. */
  most?: number;
  children: (shown: readonly T[]) => ReactNode;
}

/** The first of many; it says how many there are, and shows the others when asked to. */
export function More<T>({ all, most = 50, children }: Props<T>) {
  const t = useTexts(texts);
  const [isAll, setAll] = useState(false);
  const isCut = !isAll && all.length > most;
  return (
    <>
      {children(isCut ? all.slice(0, most) : all)}
      {isCut && (
        <p className={styles.inline}>
          <span className={styles.muted}>{t.showing(most, all.length)}</span>
          <Button onClick={() => setAll(true)}>{t.showAll}</Button>
        </p>
      )}
    </>
  );
}
