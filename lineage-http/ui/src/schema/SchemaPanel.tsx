import { useMemo } from 'react';
import { useMe, useWhere } from '../auth/me';
import { Section } from '../details/Section';
import { useTexts } from '../i18n/language';
import { Current } from './Current';
import { Kept } from './Kept';
import type { DatasetAt } from './queries';
import styles from './Schema.module.css';
import { texts } from './texts';

interface Props {
  /** Null where it is not known before a run where the data will be. */
  dataset: { bucket: string; prefix: string } | null;
}

/** The schema of what lies below a prefix: the versions that were kept, and how it is now. */
export function SchemaPanel({ dataset }: Props) {
  const t = useTexts(texts);
  const me = useMe();
  const where = useWhere();
  const { bucket, prefix } = dataset ?? {};
  const at = useMemo<DatasetAt | null>(
    () => (bucket === undefined || prefix === undefined ? null : { ...where, bucket, prefix }),
    [where, bucket, prefix],
  );
  const mayRead = me.scopes.includes('schema:read');
  return (
    <Section title={t.schema}>
      <div className={styles.panel}>
        {!mayRead && <p className={styles.muted}>{t.noScope}</p>}
        {mayRead && !at && <p className={styles.muted}>{t.notResolved}</p>}
        {mayRead && at && <Kept at={at} />}
        {mayRead && at && <Current at={at} />}
      </div>
    </Section>
  );
}
