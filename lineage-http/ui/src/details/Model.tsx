import type { Lineage, Registry, Step } from '../api/types';
import { useTexts } from '../i18n/language';
import { Status } from '../parts/Badge';
import { ConsoleLink, StudioLink } from './ConsoleLink';
import { CopyButton } from './CopyButton';
import { resourcePage } from './console';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking } from './Uri';

/** What a step put into the model registry. */
export function RegistryFacts({ registry, lineage }: { registry: Registry; lineage: Lineage }) {
  const t = useTexts(texts);
  const { modelPackageArn, modelPackageGroupName, modelPackageVersion, approvalStatus } = registry;
  return (
    <Section title={t.registry}>
      <Facts>
        <Fact name={t.group}>{modelPackageGroupName}</Fact>
        <Fact name={t.version}>{modelPackageVersion}</Fact>
        <Fact name={t.approval}>{approvalStatus && <Status status={approvalStatus} />}</Fact>
        <Fact name={t.arn}>{modelPackageArn && <Arn arn={modelPackageArn} />}</Fact>
      </Facts>
      <StudioLink arn={modelPackageArn} lineage={lineage} />
    </Section>
  );
}

/** The endpoint, or the configuration of one, that a model is deployed to. */
export function DeploymentFacts({ deployment }: { deployment: NonNullable<Step['deployment']> }) {
  const t = useTexts(texts);
  const { name, arn, status } = deployment;
  return (
    <Section title={t.deployment}>
      <Facts>
        <Fact name={t.name}>{name}</Fact>
        <Fact name={t.status}>{status && <Status status={status} />}</Fact>
        <Fact name={t.arn}>{arn && <Arn arn={arn} />}</Fact>
      </Facts>
      <ConsoleLink page={resourcePage(arn)} about={name} />
    </Section>
  );
}

export function Arn({ arn }: { arn: string }) {
  const t = useTexts(texts);
  return (
    <span className={styles.inline}>
      <span>
        <Breaking text={arn} />
      </span>
      <CopyButton text={arn} what={t.arn} />
    </span>
  );
}
