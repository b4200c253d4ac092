import type { Lineage, Posture } from '../api/types';
import { noRun } from '../details/runState';
import { elapsed, time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import { Disclosure } from '../parts/Disclosure';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { statusLook } from '../parts/status';
import { Warnings } from '../parts/Warnings';
import { usePlace } from '../state/place';
import styles from './LineagePage.module.css';
import { texts } from './texts';

/** The latest end of a run, else null: then it is when the pipeline was last changed. */
const lastEnd = (lineage: Lineage): string | null =>
  lineage.graph.nodes
    .flatMap((node) => node.run?.endTime ?? [])
    .sort()
    .at(-1) ?? null;

/** How it went as a whole. */
export function Summary({ lineage }: { lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { summary, execution, warnings } = lineage;
  const why = noRun(lineage, usePlace().execution);
  const ended = lastEnd(lineage);
  const domain = lineage.domain?.DomainName ?? lineage.domain?.DomainId;
  const counts = Object.entries(summary.nodeStatus).filter(([, count]) => count > 0);
  return (
    <div className={styles.bar}>
      {why ? <Badge tone="neutral">{t.noRun[why]}</Badge> : <Status status={summary.overallStatus} />}
      <dl className={styles.facts}>
        <div>
          <dt>{t.steps}</dt>
          <dd className={styles.counts}>
            {counts.map(([status, count]) => (
              <Badge key={status} {...statusLook(status)}>{`${count} ${status}`}</Badge>
            ))}
            {counts.length === 0 && lineage.graph.nodes.length}
          </dd>
        </div>
        {execution?.startTime && (
          <div>
            <dt>{t.started}</dt>
            <dd>{time(execution.startTime, language)}</dd>
          </div>
        )}
        {execution && (
          <div>
            <dt>{t.elapsed}</dt>
            <dd>{elapsed(summary.elapsedSec, language)}</dd>
          </div>
        )}
        <div>
          <dt>{t.lastScanned}</dt>
          <dd title={ended ? t.scannedRun : t.scannedChange}>
            {time(ended ?? lineage.pipeline.lastModifiedTime, language)}
          </dd>
        </div>
        {domain && (
          <div>
            <dt>{t.domain}</dt>
            <dd>{domain}</dd>
          </div>
        )}
        <Risks lineage={lineage} />
      </dl>
      <div className={styles.end}>
        {execution && <Parameters parameters={execution.parameters} />}
        <Warnings warnings={warnings} />
      </div>
      {execution?.failureReason && (
        <p className={styles.reason}>
          <Icon name="alert" />
          {execution.failureReason}
        </p>
      )}
    </div>
  );
}

/** How many buckets on the way somebody should look at; a link leads to them. */
function Risks({ lineage }: { lineage: Lineage }) {
  const t = useTexts(texts);
  const buckets = new Map(lineage.graph.artifacts.map(({ bucket, s3 }) => [bucket, s3]));
  const count = (is: (posture: Posture) => boolean) => [...buckets.values()].filter((s3) => s3 && is(s3)).length;
  const [exposed, open, unencrypted] = [
    count((s3) => s3.exposed === true),
    count((s3) => s3.exposed !== true && (s3.publicAccess === 'NotBlocked' || s3.publicAccess === 'Partial')),
    count((s3) => s3.encryption === 'None'),
  ];
  if (exposed + open + unencrypted === 0) return null;
  return (
    <div>
      <dt className="spoken">{t.views.data}</dt>
      <dd className={styles.counts}>
        <Link className={styles.risks} to={{ view: 'data', as: 'table' }}>
          {exposed > 0 && (
            <Badge tone="bad" icon="globe">
              {t.publicBuckets(exposed)}
            </Badge>
          )}
          {unencrypted > 0 && (
            <Badge tone="bad" icon="unlock">
              {t.unencryptedBuckets(unencrypted)}
            </Badge>
          )}
          {open > 0 && (
            <Badge tone="warn" icon="globe">
              {t.openBuckets(open)}
            </Badge>
          )}
        </Link>
      </dd>
    </div>
  );
}

/** What the execution was given. */
function Parameters({ parameters }: { parameters: Record<string, string> }) {
  const t = useTexts(texts);
  const all = Object.entries(parameters);
  if (all.length === 0) return null;
  return (
    <Disclosure button={t.parameters(all.length)}>
      {() => (
        <table className={styles.parameters}>
          <tbody>
            {all.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Disclosure>
  );
}
