import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { SchemaVersionItem } from '../api/types';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import controls from '../parts/controls.module.css';
import { Loading } from '../parts/Notice';
import { go, usePlace } from '../state/place';
import { Diff } from './Diff';
import { type DatasetAt, versionsQuery } from './queries';
import styles from './Schema.module.css';
import { SchemaFailure } from './SchemaFailure';
import { texts } from './texts';
import { Version } from './Version';

const isCorrupt = (item: SchemaVersionItem): boolean => 'corrupt' in item && item.corrupt;

/** The versions that were kept of a schema: one of them, and what is different in another. */
export function Kept({ at }: { at: DatasetAt }) {
  const t = useTexts(texts);
  const place = usePlace();
  const versions = useInfiniteQuery(versionsQuery(at));
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <SchemaFailure isKept error={versions.error} retry={() => versions.refetch()} />;
  const items = versions.data.pages.flatMap((page) => page.versions);
  const newest = items.find((item) => !isCorrupt(item)) ?? items[0];
  const shown = place.version ?? newest?.version;
  if (shown === undefined) return <p className={styles.muted}>{t.none}</p>;
  const against = place.against === shown ? undefined : place.against;
  const chosen = items.find((item) => item.version === shown);
  return (
    <>
      <div className={styles.choosers}>
        <VersionSelect
          label={t.version}
          items={items}
          value={shown}
          onChange={(version) => go({ version: version === newest?.version ? undefined : version })}
        />
        <VersionSelect
          label={t.compare}
          items={items.filter((item) => item.version !== shown)}
          value={against}
          none={t.nothing}
          onChange={(version) => go({ against: version })}
        />
      </div>
      {versions.hasNextPage && (
        <p>
          <Button onClick={() => versions.fetchNextPage()} disabled={versions.isFetchingNextPage}>
            {t.older}
          </Button>
        </p>
      )}
      {against !== undefined && <Diff at={at} from={against} to={shown} />}
      {chosen && isCorrupt(chosen) ? <p role="alert">{t.corrupt}</p> : <Version at={at} version={shown} />}
    </>
  );
}

interface SelectProps {
  label: string;
  items: readonly SchemaVersionItem[];
  value: number | undefined;
  /** What is chosen where no version is; without it, one always is. */
  none?: string;
  onChange: (version: number | undefined) => void;
}

function VersionSelect({ label, items, value, none, onChange }: SelectProps) {
  const t = useTexts(texts);
  const language = useLanguage();
  const id = useId();
  const isListed = value === undefined || items.some((item) => item.version === value);
  const nameOf = (item: SchemaVersionItem) =>
    'createdAt' in item ? t.versionName(item.version, time(item.createdAt, language)) : t.corruptName(item.version);
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={controls.field}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
      >
        {none !== undefined && <option value="">{none}</option>}
        {items.map((item) => (
          <option key={item.version} value={item.version} disabled={none !== undefined && isCorrupt(item)}>
            {nameOf(item)}
          </option>
        ))}
        {!isListed && <option value={value}>{t.nameless(value ?? 0)}</option>}
      </select>
    </div>
  );
}
