import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { returnFocus } from '../state/focus';
import { select } from '../state/selection';
import styles from './Details.module.css';
import { texts } from './texts';

function close(): void {
  select(null);
  // The button is gone.
  returnFocus();
}

/** What the details are about, and the way to close them. */
export function Head({ title, children }: { title: string; children?: ReactNode }) {
  const t = useTexts(texts);
  return (
    <div className={styles.head}>
      <h2 tabIndex={-1}>{title}</h2>
      <Button look="icon" aria-label={t.close} title={t.close} onClick={close}>
        <Icon name="close" />
      </Button>
      {children && <div className={styles.badges}>{children}</div>}
    </div>
  );
}
