import { useMemo } from 'react';
import type { FeatureGroup } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Button } from '../parts/Button';
import { type Column, DataTable } from '../table/DataTable';
import styles from './FeaturesPage.module.css';
import { type Feature, partsOf, typeOf } from './list';
import { texts } from './texts';

interface Props {
  group: FeatureGroup;
  descriptions: 'notRead' | 'reading' | 'read';
  onDescribe: (isWanted: boolean) => void;
}

/** The features of a feature group, which are the columns of its tables. */
export function FeatureTable({ group, descriptions, onDescribe }: Props) {
  const t = useTexts(texts);
  const isRead = descriptions === 'read';
  const columns = useMemo(() => columnsOf(t, group, isRead), [t, group, isRead]);
  return (
    <DataTable
      title={t.features}
      caption={t.caption(group.featureGroupName)}
      columns={columns}
      rows={group.features}
      total={group.features.length}
      keyOf={({ name }) => name}
      empty={<p className={styles.muted}>{t.noFeatures}</p>}
    >
      {group.features.length > 0 && (
        <>
          <Button onClick={() => onDescribe(descriptions === 'notRead')}>
            {descriptions === 'notRead' ? t.readDescriptions : t.hideDescriptions}
          </Button>
          <span role="status" className={styles.muted}>
            {{ notRead: t.cost(group.features.length), reading: t.reading, read: '' }[descriptions]}
          </span>
        </>
      )}
    </DataTable>
  );
}

function columnsOf(t: (typeof texts)['en'], group: FeatureGroup, isRead: boolean): Column<Feature>[] {
  const columns: Column<Feature>[] = [
    { key: 'name', title: t.name, value: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
    { key: 'type', title: t.type, look: 'line', value: typeOf, cell: typeOf },
    {
      key: 'part',
      title: t.part,
      value: (feature) => partsOf(feature, group).join(),
      cell: (feature) =>
        partsOf(feature, group).map((part) => (
          <Badge key={part} tone="busy" icon={part === 'eventTime' ? 'clock' : 'database'}>
            {t.parts[part]}
          </Badge>
        )),
    },
  ];
  if (!isRead) return columns;
  // With a warning, what is not there may be what could not be read.
  const nothing = group.warnings.length > 0 ? t.noneOrNotRead : t.noDescription;
  const description: Column<Feature> = {
    key: 'description',
    title: t.description,
    look: 'long',
    value: ({ description }) => description,
    cell: ({ description }) => description || <span className={styles.muted}>{nothing}</span>,
  };
  return [...columns, description];
}
