import type { Lineage, Step } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import { Columns } from './Columns';
import { columnsOfStep } from './columns';
import { ExecutionFacts } from './ExecutionFacts';
import { Head } from './Head';
import { neighboursOf } from './lookup';
import { Metrics } from './Metrics';
import { DeploymentFacts, RegistryFacts } from './Model';
import { Neighbours } from './Neighbours';
import { Ports } from './Ports';
import { RunFacts } from './RunFacts';
import { Runs } from './Runs';
import { texts } from './texts';
import { Values } from './Values';

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
      {!deployment && <ExecutionFacts lineage={lineage} />}
      {deployment && <DeploymentFacts deployment={deployment} />}
      {registry && <RegistryFacts registry={registry} lineage={lineage} />}
      {run && <Metrics run={run} lineage={lineage} />}
      {runs.length > 0 && <Runs runs={runs} lineage={lineage} />}
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
