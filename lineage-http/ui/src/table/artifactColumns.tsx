import { PostureBadges } from '../data/Posture';
import type { Language } from '../i18n/language';
import type { Column } from './DataTable';
import { Names } from './Names';
import type { ArtifactRow } from './rows';
import { SelectData } from './SelectLink';
import styles from './TableView.module.css';
import type { texts } from './texts';

type Words = (typeof texts)[Language];

/** `maySchemas`: whether the caller may read schemas, without which none are asked for. */
export function artifactColumns(t: Words, maySchemas: boolean): Column<ArtifactRow>[] {
  const muted = (text: string) => <span className={styles.muted}>{text}</span>;
  const names = (steps: ArtifactRow['readers']) => steps.map(({ name }) => name).join();
  return [
    {
      key: 'uri',
      title: t.uri,
      look: 'long',
      value: ({ artifact }) => artifact.uri,
      cell: ({ artifact }) => <SelectData uri={artifact.uri} />,
    },
    {
      key: 'kind',
      title: t.kind,
      look: 'line',
      value: ({ artifact }) => artifact.kind,
      cell: ({ artifact }) => artifact.kind,
    },
    {
      key: 'bucket',
      title: t.bucket,
      look: 'long',
      value: ({ artifact }) => artifact.bucket,
      cell: ({ artifact }) => artifact.bucket ?? muted(t.unresolved),
    },
    {
      key: 'posture',
      title: t.posture,
      cell: ({ artifact }) => <PostureBadges posture={artifact.s3} />,
    },
    {
      key: 'schema',
      title: t.schema,
      value: ({ artifact }) => artifact.schema?.version,
      cell: ({ artifact }) =>
        artifact.schema ? t.version(artifact.schema.version) : muted(maySchemas ? t.notKept : t.notPermitted),
    },
    {
      key: 'writers',
      title: t.writers,
      value: (row) => names(row.writers),
      cell: (row) => <Names names={row.writers} />,
    },
    {
      key: 'readers',
      title: t.readers,
      value: (row) => names(row.readers),
      cell: (row) => <Names names={row.readers} />,
    },
  ];
}
