import { type ReactNode, useState } from 'react';
import { type Texts, useTexts } from '../i18n/language';
import { Button } from './Button';
import styles from './More.module.css';
import { useShowing } from './showing';

const texts: Texts<{ showAll: string }> = { en: { showAll: 'Show all' }, ko: { showAll: '모두 표시' } };

interface Props<T> {
  all: readonly T[];
  /** How many are shown at first. */
  most?: number;
  children: (shown: readonly T[]) => ReactNode;
}

/** The first of many; it says how many there are, and shows the others when asked to. */
export function More<T>({ all, most = 50, children }: Props<T>) {
  const t = useTexts(texts);
  const showing = useShowing();
  const [isAll, setAll] = useState(false);
  const isCut = !isAll && all.length > most;
  return (
    <>
      {children(isCut ? all.slice(0, most) : all)}
      {isCut && (
        <p className={styles.more}>
          {showing(most, all.length)}
          <Button onClick={() => setAll(true)}>{t.showAll}</Button>
        </p>
      )}
    </>
  );
}
