import type { Lineage } from '../api/types';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Status } from '../parts/Badge';
import { StudioLink } from './ConsoleLink';
import { CopyButton } from './CopyButton';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { Section } from './Section';
import { texts } from './texts';

/** The execution that a step ran in. */
export function ExecutionFacts({ lineage }: { lineage: Lineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { execution } = lineage;
  if (!execution) return null;
  const { arn, status, startTime, lastModifiedTime } = execution;
  return (
    <Section title={t.execution}>
      <Facts>
        <Fact name={t.id}>
          <span className={styles.inline}>
            <span>{arn.split('/').at(-1)}</span>
            <CopyButton text={arn} what={t.arn} />
          </span>
          <StudioLink arn={arn} lineage={lineage} />
        </Fact>
        <Fact name={t.status}>
          <Status status={status} />
        </Fact>
        <Fact name={t.executionStarted}>{startTime ? time(startTime, language) : null}</Fact>
        <Fact name={t.lastChanged}>{lastModifiedTime ? time(lastModifiedTime, language) : null}</Fact>
      </Facts>
    </Section>
  );
}
