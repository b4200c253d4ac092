import type { Lineage, Run, Step } from '../api/types';
import { elapsed, time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { usePlace } from '../state/place';
import { ConsoleLink, StudioLink } from './ConsoleLink';
import { CopyButton } from './CopyButton';
import { resourcePage } from './console';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { executionOf } from './lookup';
import { noRun, unreadExecutions } from './runState';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking } from './Uri';

const RUNNING = ['Starting', 'Executing', 'Stopping'];

/** How a step ran, or that nothing is told of it. */
export function RunFacts({ step, lineage }: { step: Step; lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { run } = step;
  if (!run) {
    // What a model is deployed to is no step, and never runs.
    if (step.deployment) return null;
    return <WithoutRun lineage={lineage} />;
  }
  const isRunning = RUNNING.includes(run.status);
  const muted = (text: string) => <span className={styles.muted}>{text}</span>;
  return (
    <>
      {run.failureReason && <FailureReason reason={run.failureReason} />}
      <Section title={t.run}>
        <Facts>
          <Fact name={t.started}>
            {run.startTime
              ? time(run.startTime, language)
              : muted(run.status === 'NotStarted' ? t.notStarted : t.notTold)}
          </Fact>
          {run.startTime && (
            <>
              <Fact name={t.ended}>
                {run.endTime ? time(run.endTime, language) : muted(isRunning ? t.running : t.notTold)}
              </Fact>
              <Fact name={t.elapsed}>{elapsed(run.elapsedSec, language)}</Fact>
              <Fact name={t.attempts}>{run.attempts}</Fact>
              <Fact name={t.cache}>{run.cacheHit ? <CacheHit /> : t.cacheMiss}</Fact>
            </>
          )}
          {run.outcome && (
            <Fact name={t.outcome}>
              <Outcome outcome={run.outcome} />
            </Fact>
          )}
          {run.sourceExecutionArn && (
            <Fact name={t.source}>
              <Source arn={run.sourceExecutionArn} lineage={lineage} />
            </Fact>
          )}
          {lineage.execution && (
            <Fact name={t.execution}>
              <span className={styles.inline}>
                <span>{lineage.execution.arn.split('/').at(-1)}</span>
                <CopyButton text={lineage.execution.arn} what={t.arn} />
              </span>
              <StudioLink arn={lineage.execution.arn} lineage={lineage} />
            </Fact>
          )}
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

export function FailureReason({ reason }: { reason: string }) {
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

function CacheHit() {
  const t = useTexts(texts);
  return (
    <>
      <Badge tone="busy" icon="check">
        {t.cacheHit}
      </Badge>{' '}
      {t.cacheHitMeans}
    </>
  );
}

function Outcome({ outcome }: { outcome: string }) {
  const t = useTexts(texts);
  return <Badge tone="neutral">{outcome === 'True' || outcome === 'False' ? t.branches[outcome] : outcome}</Badge>;
}

function Source({ arn, lineage }: { arn: string; lineage: Lineage }) {
  const t = useTexts(texts);
  const execution = executionOf(arn, lineage);
  return (
    <span className={styles.inline}>
      {execution ? <Link to={{ execution }}>{execution}</Link> : <span>{arn}</span>}
      <CopyButton text={arn} what={t.arn} />
    </span>
  );
}

/** A job's name, and where the console has it. */
export function Job({ run }: { run: Run }) {
  const name = run.jobName ?? run.jobArn ?? '';
  return (
    <>
      <span className={styles.inline}>
        <span>
          <Breaking text={name} />
        </span>
        <CopyButton text={name} what={name} />
      </span>
      <ConsoleLink page={resourcePage(run.jobArn)} about={name} />
    </>
  );
}
