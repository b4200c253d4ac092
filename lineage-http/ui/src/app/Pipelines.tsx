import { useQuery } from '@tanstack/react-query';
import { catalogQuery, latestExecutionsQuery } from '../api/queries';
import type { CatalogPipeline, DomainRef, LatestExecution } from '../api/types';
import { useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Chooser } from '../parts/Chooser';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { Empty, Failure, Loading } from '../parts/Notice';
import { useShowing } from '../parts/showing';
import { statusLook } from '../parts/status';
import tones from '../parts/tones.module.css';
import { WarningFold } from '../parts/Warnings';
import { go, usePlace } from '../state/place';
import { ELSEWHERE } from './elsewhere';
import { Recent } from './Recent';
import styles from './Sidebar.module.css';
import { texts } from './texts';

const idOf = (domain: DomainRef | null | undefined) => domain?.DomainId ?? domain?.DomainName ?? undefined;

/** The pipelines of a region, each with how its latest execution went. */
export function Pipelines() {
  const t = useTexts(texts);
  const showing = useShowing();
  const where = useWhere();
  const place = usePlace();
  const catalog = useQuery(catalogQuery(where));
  const { search: typed = '' } = place;
  const search = typed.trim().toLowerCase();
  if (catalog.isPending) return <Loading />;
  if (catalog.isError) return <Failure error={catalog.error} retry={() => catalog.refetch()} />;

  const domains = catalog.data.regions.flatMap((region) => region.domains);
  const all = catalog.data.regions.flatMap((region) => region.pipelines);
  const broken = catalog.data.regions.filter((region) => region.error);
  const shown = all.filter(
    (one) => one.name.toLowerCase().includes(search) && (!place.domain || idOf(one.matchedDomain) === place.domain),
  );
  return (
    <>
      {domains.length > 0 && (
        <div className={styles.choosers}>
          <Chooser
            label={t.domain}
            choices={[
              { value: '', text: t.allDomains },
              ...domains.map((domain) => ({
                value: idOf(domain) ?? '',
                text: domain.DomainName ?? idOf(domain) ?? '',
                note: domain.DomainId ?? undefined,
              })),
            ]}
            value={place.domain ?? ''}
            onChange={(domain) => go({ domain: domain || undefined })}
          />
        </div>
      )}
      <Recent />
      <section className={styles.section} aria-label={t.pipelines}>
        <h2>{t.pipelines}</h2>
        <input
          className={`${controls.field} ${styles.search}`}
          type="search"
          placeholder={t.search}
          aria-label={t.search}
          value={typed}
          onChange={(event) => go({ search: event.target.value }, 'replace')}
        />
        {broken.map((region) => (
          <Failure
            key={region.region}
            error={new Error(`${region.region}: ${region.error}`)}
            retry={() => catalog.refetch()}
          />
        ))}
        <WarningFold warnings={catalog.data.warnings} />
        {shown.length < all.length && (
          <p className={styles.count} role="status">
            {showing(shown.length, all.length)}
          </p>
        )}
        {shown.length === 0 && broken.length === 0 && <Empty>{all.length === 0 ? t.noPipelines : t.noMatch}</Empty>}
        <List pipelines={shown} />
      </section>
    </>
  );
}

function List({ pipelines }: { pipelines: readonly CatalogPipeline[] }) {
  const t = useTexts(texts);
  const where = useWhere();
  const place = usePlace();
  // It costs AWS more than the list, which therefore does not wait for it.
  const latest = useQuery(latestExecutionsQuery(where));
  const regions = latest.data?.regions ?? [];
  // Null for one that never ran; nothing for one of which nobody knows.
  const statuses = new Map(
    regions.flatMap((region) => region.pipelines).map((one) => [one.name, statusOf(one.latestExecution)]),
  );
  const unread = latest.error?.message ?? regions.find((region) => region.error)?.error;
  return (
    <>
      {unread && (
        <p className={styles.count} role="alert">
          {t.statusesUnread} {unread}
        </p>
      )}
      <WarningFold warnings={latest.data?.warnings ?? []} />
      <ul>
        {pipelines.map(({ name }) => (
          <li key={name}>
            <Link
              className={styles.item}
              to={{ pipeline: name, ...ELSEWHERE }}
              aria-current={name === place.pipeline ? 'true' : undefined}
            >
              <Mark status={statuses.get(name)} />
              <span>
                <Name name={name} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

const statusOf = (latest: LatestExecution | null | undefined) =>
  latest === undefined ? undefined : (latest?.status ?? null);

function Mark({ status }: { status: string | null | undefined }) {
  const t = useTexts(texts);
  if (status === undefined) return <span />;
  if (status === null) {
    return (
      <span className={`${styles.mark} ${tones.neutral}`} title={t.neverRun}>
        <Icon name="dash" size={14} />
        <span className="spoken">{t.neverRun}</span>
      </span>
    );
  }
  const look = statusLook(status);
  return (
    <span className={`${styles.mark} ${tones[look.tone]}`} title={status}>
      <Icon name={look.icon} size={14} />
      <span className="spoken">{status}</span>
    </span>
  );
}
