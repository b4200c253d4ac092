import type { FeatureGroup } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import type { ConsoleLinks } from './console';
import { Fact, Facts } from './Facts';
import styles from './FeaturesPage.module.css';
import { texts } from './texts';

/** Where the records of a feature group are kept. */
export function Stores({ group: { offlineStore, onlineStore }, links }: { group: FeatureGroup; links: ConsoleLinks }) {
  const t = useTexts(texts);
  return (
    <div className={styles.stores}>
      <section aria-label={t.offline}>
        <h3>{t.offline}</h3>
        {offlineStore ? (
          <Facts>
            <Fact name={t.uri} isCode>
              {offlineStore.s3_uri}
            </Fact>
            <Fact name={t.resolvedUri} isCode link={links.s3} linkText={t.inConsole.s3}>
              {offlineStore.resolved_s3_uri}
            </Fact>
            <Fact name={t.kms} isCode nothing={t.noKms}>
              {offlineStore.kms_key_id}
            </Fact>
            <Fact name={t.format}>{offlineStore.table_format}</Fact>
            <Fact name={t.catalog}>{offlineStore.catalog}</Fact>
            <Fact name={t.database}>{offlineStore.database}</Fact>
            <Fact name={t.table} link={links.glue} linkText={t.inConsole.glue}>
              {offlineStore.table}
            </Fact>
          </Facts>
        ) : (
          <p className={styles.muted}>{t.noOffline}</p>
        )}
      </section>
      <section aria-label={t.online}>
        <h3>{t.online}</h3>
        {onlineStore.enabled ? (
          <>
            <p>
              <Badge tone="ok" icon="check">
                {t.enabled}
              </Badge>
            </p>
            <Facts>
              <Fact name={t.storage}>{onlineStore.storage_type}</Fact>
              <Fact name={t.kms} isCode nothing={t.noKms}>
                {onlineStore.kms_key_id}
              </Fact>
            </Facts>
          </>
        ) : (
          <p className={styles.muted}>{t.noOnline}</p>
        )}
      </section>
    </div>
  );
}
