import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { propsOf } from '../lib/props';
import { LineageApiStack } from '../lib/stack';

/** A folder with something that stands for the program. */
const codePath = mkdtempSync(join(tmpdir(), 'lineage-code-'));
writeFileSync(join(codePath, 'bootstrap'), '#!/bin/sh\n');

/** The stack of a context, as a template: of any region, or of one. */
export function template(context: Record<string, unknown> = {}, region?: string): Template {
  const app = new App();
  return Template.fromStack(stack(app, context, region));
}

/** What the rules of AWS Solutions say about the stack of a context: those that are broken, with where. */
export function findings(context: Record<string, unknown>): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'lineage-cdk-'));
  const app = new App({ outdir });
  stack(app, context);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  // A broken rule is told by the exit code; here it is told by the findings.
  process.exitCode = undefined;
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { pluginName: string; violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
  };
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
  );
}

function stack(app: App, context: Record<string, unknown>, region?: string): LineageApiStack {
  return new LineageApiStack(app, 'LineageApiStack', propsOf((name) => ({ codePath, ...context })[name]), { env: { region } });
}

/** The variables of the function. */
export function variables(template: Template): Record<string, unknown> {
  const [lambda] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Runtime: 'provided.al2023' } }));
  return (lambda as { Properties: { Environment: { Variables: Record<string, unknown> } } }).Properties.Environment.Variables;
}
