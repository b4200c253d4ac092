import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Fact, Facts } from '../details/Facts';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Loading } from '../parts/Notice';
import { Changes } from './Changes';
import { Compatibility } from './Compatibility';
import { FieldsTable } from './FieldsTable';
import { type DatasetAt, versionQuery } from './queries';
import { Samples } from './Samples';
import styles from './Schema.module.css';
import { SchemaFailure } from './SchemaFailure';
import { texts } from './texts';
import { WarningList } from './WarningList';

/** A version that was kept, in full. */
export function Version({ at, version }: { at: DatasetAt; version: number }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const name = useId();
  const asked = useQuery(versionQuery(at, version));
  const { data } = asked;
  const policy = JSON.stringify(data?.policy ?? {});
  const isDefault = policy === '{}';
  const title = `${t.version} ${version}`;
  return (
    <section className={styles.block} aria-labelledby={name}>
      <h4 id={name}>
        {title}
        {data && ` · ${t.fields(data.columns.length)}`}
      </h4>
      {asked.isPending && <Loading />}
      {asked.isError && <SchemaFailure isKept error={asked.error} retry={() => asked.refetch()} />}
      {data && (
        <>
          <FieldsTable columns={data.columns} caption={title} />
          <Facts>
            <Fact name={t.madeOn}>{time(data.createdAt, language)}</Fact>
            <Fact name={t.format}>{data.format}</Fact>
            <Fact name={t.policy}>{isDefault ? t.byDefault : <code>{policy}</code>}</Fact>
            <Fact name={t.sinceBefore}>{version === 1 ? t.first : <Compatibility value={data.compatibility} />}</Fact>
          </Facts>
          {version > 1 && data.changes.length === 0 && <p className={styles.muted}>{t.unchanged}</p>}
          {data.changes.length > 0 && (
            <>
              <h5>{t.changedBefore}</h5>
              <Changes changes={data.changes} caption={t.changedBefore} />
            </>
          )}
          <Samples meta={data.meta} />
          <WarningList warnings={data.warnings} />
        </>
      )}
    </section>
  );
}
