import type { Run } from '../api/types';
import { elapsed } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Status } from '../parts/Badge';
import styles from './Details.module.css';
import { Value } from './Metrics';
import { More } from './More';
import { Job } from './RunFacts';
import { Scrolling } from './Scrolling';
import { Section } from './Section';
import { texts } from './texts';

/** The runs of a step within a ForEach: one for each item. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const numbered = runs.map((run, index) => ({ run, number: index + 1 }));
  return (
    <Section title={`${t.runs} (${runs.length})`}>
      <More all={numbered}>
        {(shown) => (
          <Scrolling label={t.runs}>
            <table className={styles.small}>
              <thead>
                <tr>
                  <th scope="col">#</th>
                  <th scope="col">{t.status}</th>
                  <th scope="col">{t.elapsed}</th>
                  <th scope="col">{t.attempts}</th>
                  <th scope="col">{t.metrics}</th>
                  <th scope="col">{t.job}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ run, number }) => (
                  <tr key={number}>
                    <th scope="row">{number}</th>
                    <td>
                      <Status status={run.status} />
                    </td>
                    <td className={styles.tight}>{elapsed(run.elapsedSec, language)}</td>
                    <td>{run.attempts ?? t.notTold}</td>
                    <td>
                      {Object.entries(run.metrics ?? {}).map(([name, value]) => (
                        <div key={name} className={styles.tight}>
                          {name} <Value value={value} />
                        </div>
                      ))}
                    </td>
                    <td className={styles.roomy}>
                      {run.failureReason && <p className={styles.reason}>{run.failureReason}</p>}
                      {run.jobName || run.jobArn ? <Job run={run} /> : t.notTold}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolling>
        )}
      </More>
    </Section>
  );
}
