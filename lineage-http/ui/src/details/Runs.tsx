import type { Lineage, Run } from '../api/types';
import { elapsed } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Status } from '../parts/Badge';
import { More } from '../parts/More';
import styles from './Details.module.css';
import { Value } from './Metrics';
import { Job } from './RunFacts';
import { RunMore } from './RunMore';
import { Section } from './Section';
import { texts } from './texts';

/** The runs of a step within a ForEach: one for each item. */
export function Runs({ runs, lineage }: { runs: readonly Run[]; lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const numbered = runs.map((run, index) => ({ run, number: index + 1 }));
  return (
    <Section title={`${t.runs} (${runs.length})`}>
      <More all={numbered}>
        {(shown) => (
          <table className={styles.small}>
            <caption className="spoken">{t.runs}</caption>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t.status}</th>
                <th scope="col">{t.elapsed}</th>
              </tr>
            </thead>
            {shown.map(({ run, number }) => (
              <tbody key={number}>
                <tr className={styles.run}>
                  <th scope="row" rowSpan={2}>
                    {number}
                  </th>
                  <td>
                    <Status status={run.status} />
                  </td>
                  <td>{elapsed(run.elapsedSec, language)}</td>
                </tr>
                <tr>
                  <td colSpan={2}>
                    <RunShort run={run} />
                    <RunMore run={run} number={number} lineage={lineage} />
                  </td>
                </tr>
              </tbody>
            ))}
          </table>
        )}
      </More>
    </Section>
  );
}

function RunShort({ run }: { run: Run }) {
  const t = useTexts(texts);
  return (
    <>
      {run.failureReason && <p className={styles.reason}>{run.failureReason}</p>}
      {Object.entries(run.metrics ?? {}).map(([name, value]) => (
        <div key={name}>
          <span className={styles.muted}>{name}</span> <Value value={value} />
        </div>
      ))}
      <div>
        <span className={styles.muted}>{t.attempts}</span> {run.attempts ?? t.notTold}
      </div>
      {run.jobName || run.jobArn ? <Job run={run} /> : `${t.job}: ${t.notTold}`}
    </>
  );
}
