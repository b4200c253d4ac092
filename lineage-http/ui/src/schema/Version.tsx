import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { CopyButton } from '../details/CopyButton';
import detailStyles from '../details/Details.module.css';
import { Fact, Facts } from '../details/Facts';
import { Breaking } from '../details/Uri';
import { count, time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Loading } from '../parts/Notice';
import { Changes } from './Changes';
import { Compatibility } from './Compatibility';
import { FieldsTable } from './FieldsTable';
import { countOf } from './fields';
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
  const [objects, rowGroups] = [countOf(data?.meta, 'num_objects'), countOf(data?.meta, 'num_row_groups')];
  const skipped = countOf(data?.meta, 'num_skipped');
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
            <Fact name={t.dataset}>
              <Breaking text={data.datasetId} />
            </Fact>
            <Fact name={t.madeOn}>{time(data.createdAt, language)}</Fact>
            <Fact name={t.format}>{data.format}</Fact>
            {objects !== null && <Fact name={t.objects}>{t.listed(count(objects, language))}</Fact>}
            {rowGroups !== null && <Fact name={t.rowGroups}>{count(rowGroups, language)}</Fact>}
            {skipped !== null && <Fact name={t.skipped}>{count(skipped, language)}</Fact>}
            <Fact name={t.policy}>{isDefault ? t.byDefault : <code>{policy}</code>}</Fact>
            <Fact name={t.sinceBefore}>{version === 1 ? t.first : <Compatibility value={data.compatibility} />}</Fact>
            <Fact name={t.schemaHash}>
              <Hash hash={data.schemaHash} />
            </Fact>
            <Fact name={t.policyHash}>
              <Hash hash={data.policyHash} />
            </Fact>
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

/** What is equal has the same one. */
const Hash = ({ hash }: { hash: string }) => (
  <span className={detailStyles.inline}>
    <code title={hash}>{hash.slice(0, 12)}…</code>
    <CopyButton text={hash} what={hash} />
  </span>
);
