import type { Lineage, Run } from '../api/types';
import { number } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { More } from '../parts/More';
import styles from './Details.module.css';
import { holderOf } from './lookup';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking, Uri } from './Uri';

type Metric = readonly [string, number | null];

const OF_REPORT = 'eval.';

/** What a step measured: what its job reported, and the numbers of its evaluation report. */
export function Metrics({ run, lineage }: { run: Run; lineage: Lineage }) {
  const t = useTexts(texts);
  const all: Metric[] = Object.entries(run.metrics ?? {});
  if (all.length === 0 && !run.report) return null;
  const reported = all.filter(([name]) => !name.startsWith(OF_REPORT));
  const evaluated = all.filter(([name]) => name.startsWith(OF_REPORT));
  return (
    <Section title={t.metrics}>
      {reported.length > 0 && <MetricsTable caption={t.jobMetrics} metrics={reported} />}
      {evaluated.length > 0 && <MetricsTable caption={t.reportMetrics} metrics={evaluated} />}
      {run.report ? (
        <div>
          <span className={styles.muted}>{t.report}</span>
          <Uri uri={run.report} artifact={holderOf(lineage, run.report)?.uri} />
        </div>
      ) : (
        evaluated.length > 0 && <p className={styles.muted}>{t.noReport}</p>
      )}
    </Section>
  );
}

function MetricsTable({ caption, metrics }: { caption: string; metrics: Metric[] }) {
  const t = useTexts(texts);
  return (
    <More all={metrics}>
      {(shown) => (
        <table className={styles.small}>
          <caption className={styles.caption}>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.metric}</th>
              <th scope="col" className={styles.number}>
                {t.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <Breaking text={name} />
                </th>
                <td className={styles.number}>
                  <Value value={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}

/** A number; JSON has none that is not finite, and null instead. */
export function Value({ value }: { value: number | null | undefined }) {
  const t = useTexts(texts);
  const language = useLanguage();
  if (value === null || value === undefined) return <span className={styles.muted}>{t.notANumber}</span>;
  return <span title={String(value)}>{number(value, language)}</span>;
}
