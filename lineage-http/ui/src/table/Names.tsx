import { useState } from 'react';
import { Breaking } from '../details/Uri';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import type { UserName } from './rows';
import { SelectStep } from './SelectLink';
import styles from './TableView.module.css';
import { texts } from './texts';

const FEW = 4;

/** Steps, each of which can be selected: a few at first, where there are many. */
export function Names({ names }: { names: readonly UserName[] }) {
  const t = useTexts(texts);
  const [isWhole, setWhole] = useState(false);
  // One more takes no more room than to say that there is one more.
  const shown = isWhole || names.length <= FEW + 1 ? names : names.slice(0, FEW);
  if (names.length === 0) return <span className={styles.muted}>{t.none}</span>;
  return (
    <ul className={styles.names}>
      {shown.map((name) => (
        <li key={name.id}>
          <SelectStep id={name.id} name={name.name} />
          {name.through && (
            <small className={styles.under}>
              <Breaking text={t.through(name.through)} />
            </small>
          )}
        </li>
      ))}
      {shown.length < names.length && (
        <li>
          <Button look="plain" className={styles.more} onClick={() => setWhole(true)}>
            {t.more(names.length - shown.length)}
          </Button>
        </li>
      )}
    </ul>
  );
}
