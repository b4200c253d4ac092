import type { Lineage, Run, Step } from '../api/types';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import { usePlace } from '../state/place';
import { ConsoleLink } from './ConsoleLink';
import { CopyButton } from './CopyButton';
import { resourcePage } from './console';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { RunTimes } from './RunTimes';
import { noRun, unreadExecutions } from './runState';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking } from './Uri';

/** How a step ran, or that nothing is told of it. */
export function RunFacts({ step, lineage }: { step: Step; lineage: Lineage }) {
  const t = useTexts(texts);
  const { run } = step;
  // What a model is deployed to is no step, and never runs.
  if (!run) return step.deployment ? null : <WithoutRun lineage={lineage} />;
  return (
    <>
      {run.failureReason && <FailureReason reason={run.failureReason} />}
      <Section title={t.run}>
        <Facts>
          <RunTimes run={run} lineage={lineage} />
          {(run.jobName || run.jobArn) && (
            <Fact name={t.job}>
              <Job run={run} />
            </Fact>
          )}
        </Facts>
      </Section>
    </>
  );
}

function WithoutRun({ lineage }: { lineage: Lineage }) {
  const t = useTexts(texts);
  const why = noRun(lineage, usePlace().execution);
  const unread = unreadExecutions(lineage.warnings);
  const said = {
    notAsked: t.noExecution,
    unknown: t.unknownRun(unread?.action ?? unread?.message ?? null),
    neverRan: t.neverRan,
  };
  return <p className={styles.muted}>{why ? said[why] : t.noRun}</p>;
}

function FailureReason({ reason }: { reason: string }) {
  const t = useTexts(texts);
  return (
    <section className={styles.failure} aria-label={t.failure}>
      <Icon name="alert" />
      <div>
        <strong>{t.failure}</strong>
        <p>{reason}</p>
      </div>
    </section>
  );
}

/** A job's name and ARN, and where the console has it. */
export function Job({ run: { jobName, jobArn } }: { run: Run }) {
  const name = jobName ?? jobArn ?? '';
  return (
    <>
      <span className={styles.inline}>
        <span>
          <Breaking text={name} />
        </span>
        <CopyButton text={name} what={name} />
      </span>
      {jobArn && jobArn !== name && (
        <span className={`${styles.inline} ${styles.muted}`}>
          <span>
            <Breaking text={jobArn} />
          </span>
          <CopyButton text={jobArn} what={jobArn} />
        </span>
      )}
      <ConsoleLink page={resourcePage(jobArn)} about={name} />
    </>
  );
}
