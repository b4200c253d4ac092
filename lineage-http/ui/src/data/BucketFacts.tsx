import type { ReactNode } from 'react';
import type { Posture, Warning } from '../api/types';
import { Fact, Facts } from '../details/Facts';
import { Arn } from '../details/Model';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import { PostureBadges } from './Posture';
import styles from './Posture.module.css';
import { isGrave, type Risk, risksOf } from './posture';
import { texts } from './texts';
import { type BucketFact, whyUnknown } from './unknown';

interface Props {
  bucket: string | null;
  posture: Posture | null;
  /** Those of the lineage: they say why a fact is not known. */
  warnings: readonly Warning[];
}

/** What S3 says of a bucket, and what is risky about it. */
export function BucketFacts({ bucket, posture, warnings }: Props) {
  const t = useTexts(texts);
  if (!bucket) return <p className={styles.muted}>{t.noBucket}</p>;
  if (!posture) return <p className={styles.muted}>{t.noPosture}</p>;
  // S3 leaves out what was never configured.
  const yesNo = (value: boolean | null | undefined) =>
    value === true ? t.yes : value === false ? t.no : t.notConfigured;
  const known = (fact: BucketFact, value: string | boolean, shown?: string): ReactNode => {
    if (value === 'Unknown') return <Unknown fact={fact} bucket={bucket} warnings={warnings} />;
    return typeof value === 'boolean' ? yesNo(value) : (shown ?? value);
  };
  const { encryption, versioning, publicAccess } = posture;
  return (
    <>
      <PostureBadges posture={posture} />
      <Risks risks={risksOf(posture)} />
      <Facts>
        <Fact name={t.facts.region}>{known('region', posture.region)}</Fact>
        <Fact name={t.facts.encryption}>
          {encryption === 'None' ? t.noEncryption : known('encryption', encryption)}
        </Fact>
        {(encryption.startsWith('aws:kms') || posture.kmsKeyId) && (
          <Fact name={t.facts.key}>{posture.kmsKeyId ? <Arn arn={posture.kmsKeyId} /> : t.awsKey}</Fact>
        )}
        {encryption !== 'Unknown' && <Fact name={t.facts.bucketKey}>{yesNo(posture.bucketKeyEnabled)}</Fact>}
        <Fact name={t.facts.publicAccess}>
          {known('publicAccess', publicAccess, t.accessValues[publicAccess as 'Blocked'] ?? publicAccess)}
        </Fact>
        <Fact name={t.facts.publicPolicy}>{known('publicPolicy', posture.publicPolicy)}</Fact>
        <Fact name={t.facts.publicAcl}>{known('publicAcl', posture.publicAcl)}</Fact>
        <Fact name={t.facts.exposed}>{posture.exposed === 'Unknown' ? t.unknown : yesNo(posture.exposed)}</Fact>
        <Fact name={t.facts.versioning}>{known('versioning', versioning)}</Fact>
        {versioning !== 'Unknown' && <Fact name={t.facts.mfaDelete}>{yesNo(posture.mfaDelete)}</Fact>}
        <Fact name={t.facts.tags}>{posture.tags ? <Tags tags={posture.tags} /> : known('tags', 'Unknown')}</Fact>
      </Facts>
    </>
  );
}

function Risks({ risks }: { risks: readonly Risk[] }) {
  const t = useTexts(texts);
  if (risks.length === 0) return null;
  return (
    <ul className={styles.risks}>
      {risks.map((risk) => (
        <li key={risk} className={isGrave(risk) ? styles.grave : styles.slight}>
          <Icon name="alert" size={14} />
          <span>
            <strong>{isGrave(risk) ? t.grave : t.slight}</strong> {t.risks[risk]}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** That a fact is not known, and why. */
function Unknown({ fact, bucket, warnings }: { fact: BucketFact; bucket: string; warnings: readonly Warning[] }) {
  const t = useTexts(texts);
  const reason = whyUnknown(fact, bucket, warnings);
  const said =
    reason.why === 'notRead'
      ? t.notAsked
      : reason.why === 'denied'
        ? t.denied(reason.action)
        : t.failed(reason.message);
  return (
    <span className={styles.muted}>
      {t.unknown}: {said}
    </span>
  );
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const t = useTexts(texts);
  const entries = Object.entries(tags);
  if (entries.length === 0) return <>{t.noTags}</>;
  return (
    <ul className={styles.tags}>
      {entries.map(([name, value]) => (
        <li key={name}>
          <code>
            {name}={value}
          </code>
        </li>
      ))}
    </ul>
  );
}
