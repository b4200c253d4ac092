import { useState } from 'react';
import type { Lineage, Run } from '../api/types';
import { useTexts } from '../i18n/language';
import styles from './Details.module.css';
import { Facts } from './Facts';
import { holderOf } from './lookup';
import { RunTimes } from './RunTimes';
import { texts } from './texts';
import { Uri } from './Uri';
import { ValueFacts } from './Values';

interface Props {
  run: Run;
  number: number;
  lineage: Lineage;
}

/** The rest of what is told of one of many runs; nothing of it is there until it is opened. */
export function RunMore({ run, number, lineage }: Props) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  const lists = [
    [t.outputParameters, run.outputParameters],
    [t.metadata, run.metadata],
  ] as const;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.moreOfRun(number)}</summary>
      {isOpen && (
        <div className={styles.list}>
          <Facts>
            <RunTimes run={run} lineage={lineage} />
          </Facts>
          {run.report && (
            <div>
              <span className={styles.muted}>{t.report}</span>
              <Uri uri={run.report} artifact={holderOf(lineage, run.report)?.uri} />
            </div>
          )}
          {lists.map(
            ([title, values]) =>
              Object.keys(values ?? {}).length > 0 && (
                <div key={title}>
                  <strong>{title}</strong>
                  <ValueFacts values={values} lineage={lineage} />
                </div>
              ),
          )}
        </div>
      )}
    </details>
  );
}
