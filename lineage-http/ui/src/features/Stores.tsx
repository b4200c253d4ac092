import type { FeatureGroup } from '../api/types';
import { ConsoleLink } from '../details/ConsoleLink';
import { Fact, Facts } from '../details/Facts';
import { Section } from '../details/Section';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import type { Pages } from './console';
import styles from './FeaturesPage.module.css';
import { texts } from './texts';

/** Where the records of a feature group are kept. */
export function Stores({ group: { offlineStore, onlineStore }, pages }: { group: FeatureGroup; pages: Pages }) {
  const t = useTexts(texts);
  const key = (id: string | null | undefined) => (id ? <code>{id}</code> : t.noKms);
  return (
    <div className={styles.stores}>
      <Section title={t.offline}>
        {offlineStore ? (
          <Facts>
            <Fact name={t.uri}>
              <code>{offlineStore.s3_uri}</code>
            </Fact>
            <Fact name={t.resolvedUri}>
              {offlineStore.resolved_s3_uri ? (
                <>
                  <code>{offlineStore.resolved_s3_uri}</code>{' '}
                  <ConsoleLink page={pages.data} about={offlineStore.resolved_s3_uri} />
                </>
              ) : null}
            </Fact>
            <Fact name={t.kms}>{key(offlineStore.kms_key_id)}</Fact>
            <Fact name={t.format}>{offlineStore.table_format}</Fact>
            <Fact name={t.catalog}>{offlineStore.catalog}</Fact>
            <Fact name={t.database}>{offlineStore.database}</Fact>
            <Fact name={t.table}>
              {offlineStore.table ? (
                <>
                  {offlineStore.table} <ConsoleLink page={pages.table} about={offlineStore.table} />
                </>
              ) : null}
            </Fact>
          </Facts>
        ) : (
          <p className={styles.muted}>{t.noOffline}</p>
        )}
      </Section>
      <Section title={t.online}>
        {onlineStore.enabled ? (
          <>
            <p>
              <Badge tone="ok" icon="check">
                {t.enabled}
              </Badge>
            </p>
            <Facts>
              <Fact name={t.storage}>{onlineStore.storage_type}</Fact>
              <Fact name={t.kms}>{key(onlineStore.kms_key_id)}</Fact>
            </Facts>
          </>
        ) : (
          <p className={styles.muted}>{t.noOnline}</p>
        )}
      </Section>
    </div>
  );
}
