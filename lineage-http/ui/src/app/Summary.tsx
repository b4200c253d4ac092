import type { Lineage, Warning } from '../api/types';
import { elapsed, time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import { Disclosure } from '../parts/Disclosure';
import { Icon } from '../parts/Icon';
import { statusLook } from '../parts/status';
import styles from './LineagePage.module.css';
import { texts } from './texts';

/** The latest end of a run, else when the pipeline was last changed. */
export function lastScanned(lineage: Lineage): string | null {
  const ends = lineage.graph.nodes.flatMap((node) => node.run?.endTime ?? []);
  return ends.sort().at(-1) ?? lineage.pipeline.lastModifiedTime ?? null;
}

/** How it went as a whole. */
export function Summary({ lineage }: { lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { summary, execution, warnings } = lineage;
  const counts = Object.entries(summary.nodeStatus).filter(([, count]) => count > 0);
  return (
    <div className={styles.bar}>
      {execution ? <Status status={summary.overallStatus} /> : <Badge tone="neutral">{t.neverRun}</Badge>}
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
        {execution && (
          <div>
            <dt>{t.elapsed}</dt>
            <dd>{elapsed(summary.elapsedSec, language)}</dd>
          </div>
        )}
        <div>
          <dt>{t.lastScanned}</dt>
          <dd>{time(lastScanned(lineage), language)}</dd>
        </div>
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

/** What could not be read, and which permission is missing. */
export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const t = useTexts(texts);
  if (warnings.length === 0) return null;
  const button = (
    <>
      <Icon name="alert" />
      {t.warnings(warnings.length)}
    </>
  );
  return (
    <Disclosure button={button}>
      {() => (
        <ul className={styles.warnings}>
          {warnings.map((warning) => (
            <li key={JSON.stringify(warning)}>
              {warning.message}
              {warning.action && (
                <small>
                  {t.action}: <code>{warning.action}</code>
                </small>
              )}
              {warning.resource && (
                <small>
                  {t.resource}: <code>{warning.resource}</code>
                </small>
              )}
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}
