import { useState } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import styles from './SqlPage.module.css';
import { texts } from './texts';

interface First<T> {
  shown: readonly T[];
  all: number;
  showAll: () => void;
}

/** The first ones of a long list, until all are asked for. */
export function useFirst<T>(items: readonly T[], limit: number): First<T> {
  const [isAll, setAll] = useState(false);
  return { shown: isAll ? items : items.slice(0, limit), all: items.length, showAll: () => setAll(true) };
}

/** How many of a list are shown, and the way to the rest. */
export function More({ shown, all, showAll }: First<unknown>) {
  const t = useTexts(texts);
  if (shown.length === all) return null;
  return (
    <p className={styles.more}>
      {t.showing(shown.length, all)} <Button onClick={showAll}>{t.showAll}</Button>
    </p>
  );
}
