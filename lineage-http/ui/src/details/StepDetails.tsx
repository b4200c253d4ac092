import type { Lineage, Step } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import { Columns } from './Columns';
import { columnsOfStep } from './columns';
import { Fact, Facts } from './Facts';
import { Head } from './Head';
import { holderOf, neighboursOf } from './lookup';
import { Metrics } from './Metrics';
import { DeploymentFacts, RegistryFacts } from './Model';
import { Neighbours } from './Neighbours';
import { Ports } from './Ports';
import { RunFacts } from './RunFacts';
import { Runs } from './Runs';
import { Section } from './Section';
import { texts } from './texts';
import { Uri } from './Uri';

/** All that is known of a step, or of an endpoint that a model is deployed to. */
export function StepDetails({ step, lineage }: { step: Step; lineage: Lineage }) {
  const t = useTexts(texts);
  const { run, registry, deployment, runs = [] } = step;
  const { before, after } = neighboursOf(lineage, step.id);
  return (
    <>
      <Head title={step.displayName}>
        {step.displayName !== step.id && !deployment && <code>{step.id}</code>}
        <Badge tone="neutral">{step.type}</Badge>
        {run && <Status status={run.status} />}
      </Head>
      <RunFacts step={step} lineage={lineage} />
      {deployment && <DeploymentFacts deployment={deployment} />}
      {registry && <RegistryFacts registry={registry} lineage={lineage} />}
      {run && <Metrics run={run} lineage={lineage} />}
      {runs.length > 0 && <Runs runs={runs} />}
      {!deployment && <Ports title={t.inputs} none={t.noInputs} ports={step.inputs} lineage={lineage} />}
      {!deployment && <Ports title={t.outputs} none={t.noOutputs} ports={step.outputs} lineage={lineage} />}
      <Values title={t.outputParameters} values={run?.outputParameters} lineage={lineage} />
      <Values title={t.metadata} values={run?.metadata} lineage={lineage} />
      <Neighbours title={t.before} neighbours={before} />
      <Neighbours title={t.after} neighbours={after} />
      {!deployment && <Columns places={columnsOfStep(lineage, step)} ask={t.askColumns} />}
    </>
  );
}

interface ValuesProps {
  title: string;
  values: Record<string, string> | null | undefined;
  lineage: Lineage;
}

/** Names and values as the service tells them; places among them lead to what is known of them. */
function Values({ title, values, lineage }: ValuesProps) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return null;
  return (
    <Section title={title}>
      <Facts>
        {entries.map(([name, value]) => (
          <Fact key={name} name={name}>
            {/^s3:\/\//i.test(value) ? <Uri uri={value} artifact={holderOf(lineage, value)?.uri} /> : value}
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
