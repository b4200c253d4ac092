import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Notice';
import { CurrentSchema } from './CurrentSchema';
import { Keep } from './Keep';
import { PolicyFields } from './PolicyFields';
import { BY_DEFAULT, policyOf } from './policy';
import { currentQuery, type DatasetAt } from './queries';
import styles from './Schema.module.css';
import { SchemaFailure } from './SchemaFailure';
import { texts } from './texts';

/** The schema as it is now, when somebody asks for it, and the way to keep it. */
export function Current({ at }: { at: DatasetAt }) {
  const t = useTexts(texts);
  const name = useId();
  const [isAsked, setAsked] = useState(false);
  const [choice, setChoice] = useState(BY_DEFAULT);
  const policy = policyOf(choice);
  // What has to stay compatible counts when a version is kept, not for what is read.
  const now = useQuery({ ...currentQuery(at, policyOf({ ...choice, compatibility: 'none' })), enabled: isAsked });
  return (
    <section className={styles.block} aria-labelledby={name}>
      <h4 id={name}>{t.current}</h4>
      <PolicyFields choice={choice} onChange={setChoice} />
      <div className={styles.buttons}>
        <Button onClick={() => (isAsked ? now.refetch() : setAsked(true))} disabled={now.isFetching}>
          <Icon name={isAsked ? 'refresh' : 'search'} />
          {isAsked ? t.readAgain : t.readNow}
        </Button>
        <span className={styles.muted}>{t.readNote}</span>
      </div>
      <Keep at={at} policy={policy} />
      {now.isFetching && <Loading />}
      {now.isError && !now.isFetching && <SchemaFailure error={now.error} retry={() => now.refetch()} />}
      {now.data && !now.isError && <CurrentSchema dataset={now.data} />}
    </section>
  );
}
