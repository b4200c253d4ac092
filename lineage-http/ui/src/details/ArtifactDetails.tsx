import type { Artifact, Lineage } from '../api/types';
import { BucketFacts } from '../data/BucketFacts';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Link } from '../parts/Link';
import { SchemaPanel } from '../schema/SchemaPanel';
import { Columns } from './Columns';
import { ConsoleLink } from './ConsoleLink';
import { columnsOfArtifact } from './columns';
import { s3Page } from './console';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { Head } from './Head';
import { datasetOf, isSymbolic, usersOf } from './lookup';
import { Arn } from './Model';
import { Users } from './Neighbours';
import { Section } from './Section';
import { texts } from './texts';
import { Uri } from './Uri';

/** All that is known of a place that steps read or write. */
export function ArtifactDetails({ artifact, lineage }: { artifact: Artifact; lineage: Lineage }) {
  const t = useTexts(texts);
  const { uri, kind, bucket, key, s3, featureGroup } = artifact;
  const { writers, readers } = usersOf(lineage, artifact);
  const dataset = datasetOf(artifact);
  const page = dataset && s3Page(s3?.region, dataset.bucket, key ?? '');
  return (
    <>
      <Head title={nameOf(artifact)}>
        <Badge tone="neutral">{kind}</Badge>
      </Head>
      <div>
        <Uri uri={uri} />
        <ConsoleLink page={page} about={uri} />
        {isSymbolic(uri) && <p className={styles.muted}>{t.symbolic}</p>}
      </div>
      {featureGroup && (
        <Facts>
          <Fact name={t.featureGroup}>
            <Link to={{ tab: 'features', group: featureGroup.name }}>{featureGroup.name}</Link>
          </Fact>
          <Fact name={t.arn}>{featureGroup.arn && <Arn arn={featureGroup.arn} />}</Fact>
        </Facts>
      )}
      <Users title={t.writers} none={t.noWriters} users={writers} through={t.writesThrough} />
      <Users title={t.readers} none={t.noReaders} users={readers} through={t.readsThrough} />
      <Section title={bucket ? `${t.bucket} ${bucket}` : t.bucket}>
        <BucketFacts bucket={bucket ?? null} posture={s3 ?? null} warnings={lineage.warnings} />
      </Section>
      <SchemaPanel dataset={dataset} />
      <Columns places={columnsOfArtifact(artifact)} ask={t.askColumnsOnData} />
    </>
  );
}

/** The last segment of a place, which people know it by. */
function nameOf({ uri, bucket, key }: Artifact): string {
  const segments = (key ?? '').split('/').filter(Boolean);
  return segments.at(-1) ?? bucket ?? uri;
}
