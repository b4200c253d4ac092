import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTexts } from '../i18n/language';
import { Loading } from '../parts/Notice';
import { Changes } from './Changes';
import { Compatibility } from './Compatibility';
import { type DatasetAt, diffQuery } from './queries';
import styles from './Schema.module.css';
import { SchemaFailure } from './SchemaFailure';
import { texts } from './texts';
import { WarningList } from './WarningList';

/** What became of a schema from one version to another. */
export function Diff({ at, from, to }: { at: DatasetAt; from: number; to: number }) {
  const t = useTexts(texts);
  const name = useId();
  const diff = useQuery(diffQuery(at, from, to));
  return (
    <section className={styles.block} aria-labelledby={name}>
      <h4 id={name}>{t.diff(from, to)}</h4>
      {diff.isPending && <Loading />}
      {diff.isError && <SchemaFailure isKept error={diff.error} retry={() => diff.refetch()} />}
      {diff.data && (
        <>
          <p>
            <Compatibility value={diff.data.compatibility} />
          </p>
          {diff.data.changes.length === 0 ? (
            <p>{t.same}</p>
          ) : (
            <>
              <p className={styles.muted}>{t.differences(diff.data.changes.length)}</p>
              <Changes changes={diff.data.changes} caption={t.diff(from, to)} />
            </>
          )}
          <Reasons title={t.breaksBackward} reasons={diff.data.breaksBackward} />
          <Reasons title={t.breaksForward} reasons={diff.data.breaksForward} />
          <WarningList warnings={diff.data.warnings} />
        </>
      )}
    </section>
  );
}

function Reasons({ title, reasons }: { title: string; reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <h5>{title}</h5>
      <ul className={styles.bulleted}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
