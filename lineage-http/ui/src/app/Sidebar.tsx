import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogQuery, latestExecutionsQuery } from '../api/queries';
import type { CatalogPipeline, DomainRef } from '../api/types';
import { useMe, useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Chooser } from '../parts/Chooser';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { Empty, Failure, Loading } from '../parts/Notice';
import { statusLook } from '../parts/status';
import { type Change, go, usePlace } from '../state/place';
import { useRecent } from '../state/recent';
import styles from './Sidebar.module.css';
import { texts } from './texts';

/** What goes with a pipeline goes when another one is chosen. */
const ELSEWHERE: Change = {
  execution: undefined,
  select: undefined,
  to: undefined,
  trace: undefined,
  depth: undefined,
  filter: undefined,
  status: undefined,
  kind: undefined,
  version: undefined,
  against: undefined,
};

/** Account, region, domain, pipeline. */
export function Sidebar() {
  const t = useTexts(texts);
  const me = useMe();
  const where = useWhere();
  const { tab = 'lineage' } = usePlace();
  const account = me.accounts.find((one) => one.name === (where.account ?? 'own')) ?? me.accounts[0];
  const regions = account?.regions ?? [];
  return (
    <>
      <div className={styles.choosers}>
        {me.accounts.length > 1 && (
          <Chooser
            label={t.account}
            choices={me.accounts.map(({ name }) => ({ value: name, text: name }))}
            value={account?.name}
            onChange={(name) =>
              go({
                account: name === me.accounts[0]?.name ? undefined : name,
                region: undefined,
                domain: undefined,
                pipeline: undefined,
                group: undefined,
                ...ELSEWHERE,
              })
            }
          />
        )}
        <Chooser
          label={t.region}
          choices={[...new Set([...regions, ...(where.region ? [where.region] : [])])].map((name) => ({
            value: name,
            text: name,
          }))}
          value={where.region}
          free={regions.length === 0}
          placeholder={t.regionHint}
          onChange={(region) => go({ region, domain: undefined, pipeline: undefined, group: undefined, ...ELSEWHERE })}
        />
      </div>
      {tab === 'lineage' && (where.region ? <Pipelines /> : <Empty>{t.chooseRegion}</Empty>)}
    </>
  );
}

const idOf = (domain: DomainRef | null | undefined) => domain?.DomainId ?? domain?.DomainName ?? undefined;

function Pipelines() {
  const t = useTexts(texts);
  const where = useWhere();
  const place = usePlace();
  const catalog = useQuery(catalogQuery(where));
  const [typed, setTyped] = useState('');
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
          onChange={(event) => setTyped(event.target.value)}
        />
        {broken.map((region) => (
          <Failure
            key={region.region}
            error={new Error(`${region.region}: ${region.error}`)}
            retry={() => catalog.refetch()}
          />
        ))}
        {shown.length < all.length && (
          <p className={styles.count} role="status">
            {t.showing(shown.length, all.length)}
          </p>
        )}
        {shown.length === 0 && broken.length === 0 && <Empty>{all.length === 0 ? t.noPipelines : t.noMatch}</Empty>}
        <List pipelines={shown} />
      </section>
    </>
  );
}

function List({ pipelines }: { pipelines: readonly CatalogPipeline[] }) {
  const where = useWhere();
  const place = usePlace();
  // It costs AWS more than the list, which therefore does not wait for it.
  const latest = useQuery(latestExecutionsQuery(where));
  const statuses = new Map(
    latest.data?.regions.flatMap((region) => region.pipelines).map((one) => [one.name, one.latestExecution?.status]),
  );
  return (
    <ul>
      {pipelines.map(({ name }) => (
        <li key={name}>
          <Link
            className={styles.item}
            to={{ pipeline: name, ...ELSEWHERE }}
            aria-current={name === place.pipeline ? 'true' : undefined}
          >
            <Mark status={statuses.get(name) ?? null} />
            <span>
              <Name name={name} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Mark({ status }: { status: string | null }) {
  if (!status) return <span />;
  const look = statusLook(status);
  return (
    <span className={`${styles.mark} ${styles[look.tone]}`} title={status}>
      <Icon name={look.icon} size={14} />
      <span className="spoken">{status}</span>
    </span>
  );
}

function Recent() {
  const t = useTexts(texts);
  const where = useWhere();
  const recent = useRecent();
  if (recent.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t.recent}>
      <h2>{t.recent}</h2>
      <ul>
        {recent.map((one) => (
          <li key={JSON.stringify(one)}>
            <Link
              className={styles.item}
              to={{ ...ELSEWHERE, account: one.account, region: one.region, pipeline: one.pipeline }}
            >
              <Icon name="clock" size={14} />
              <span>
                <Name name={one.pipeline} />
                {one.region !== where.region && <small> {one.region}</small>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
