import type { Lineage, Run } from '../api/types';
import { elapsed, time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Link } from '../parts/Link';
import { CopyButton } from './CopyButton';
import styles from './Details.module.css';
import { Fact } from './Facts';
import { executionOf } from './lookup';
import { texts } from './texts';

const RUNNING = ['Starting', 'Executing', 'Stopping'];

/** When a run began and ended, and what came of it. */
export function RunTimes({ run, lineage }: { run: Run; lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { status, startTime, endTime, elapsedSec, attempts, cacheHit, outcome, sourceExecutionArn } = run;
  const isRunning = RUNNING.includes(status);
  const muted = (text: string) => <span className={styles.muted}>{text}</span>;
  return (
    <>
      <Fact name={t.started}>
        {startTime ? time(startTime, language) : muted(status === 'NotStarted' ? t.notStarted : t.notTold)}
      </Fact>
      {(startTime || endTime) && (
        <>
          <Fact name={t.ended}>{endTime ? time(endTime, language) : muted(isRunning ? t.running : t.notTold)}</Fact>
          <Fact name={t.elapsed}>{elapsed(elapsedSec, language)}</Fact>
        </>
      )}
      {(startTime || typeof attempts === 'number') && <Fact name={t.attempts}>{attempts}</Fact>}
      {(startTime || cacheHit) && <Fact name={t.cache}>{cacheHit ? <CacheHit /> : t.cacheMiss}</Fact>}
      {outcome && (
        <Fact name={t.outcome}>
          <Badge tone="neutral">{outcome === 'True' || outcome === 'False' ? t.branches[outcome] : outcome}</Badge>
        </Fact>
      )}
      {sourceExecutionArn && (
        <Fact name={t.source}>
          <Source arn={sourceExecutionArn} lineage={lineage} />
        </Fact>
      )}
    </>
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
