import assert from 'node:assert/strict';
import { test } from 'node:test';
import { template } from './synth';

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource: unknown;
}

/** The policies of the function's role, by name: each statement's actions, and its resources as text. */
function policies(context: Record<string, unknown>): Map<string, Map<string, { actions: string[]; resources: string[] }>> {
  const roles = Object.values(template(context).findResources('AWS::IAM::Role'));
  const role = roles.find(({ Properties }) => Properties.Policies);
  const named = role?.Properties.Policies as { PolicyName: string; PolicyDocument: { Statement: Statement[] } }[];
  return new Map(named.map(({ PolicyName, PolicyDocument }) => [
    PolicyName,
    new Map(PolicyDocument.Statement.map(({ Sid, Action, Resource }) => [
      Sid,
      { actions: [Action].flat(), resources: (Array.isArray(Resource) ? Resource : [Resource]).map(arn) },
    ])),
  ]));
}

function arn(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref } = value as {
    'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: [string, string]; Ref?: string;
  };
  if (join) return join[1].map(arn).join(join[0]);
  return attribute ? `<${attribute[0].replace(/[0-9A-F]{8}$/, '')}>` : `<${Ref}>`;
}

const SAGEMAKER = 'arn:<AWS::Partition>:sagemaker:*:<AWS::AccountId>';

test('pipelines and buckets of the props, and no others', () => {
  const made = policies({ pipelines: 'Churn,forecast-*', buckets: 'lake,models-*' });
  for (const [policy, sid] of [['lineage', 'ReadPipelinesAndExecutions'], ['catalogue', 'ReadExecutionsAndTagsOfPipelines']] as const) {
    assert.deepEqual(made.get(policy)?.get(sid)?.resources, [
      `${SAGEMAKER}:pipeline/Churn`, `${SAGEMAKER}:pipeline/Churn/*`,
      `${SAGEMAKER}:pipeline/forecast-*`, `${SAGEMAKER}:pipeline/forecast-*/*`,
      `${SAGEMAKER}:pipeline/churn`, `${SAGEMAKER}:pipeline/churn/*`,
    ].sort((a, b) => order(a) - order(b)));
  }
  const objects = ['arn:<AWS::Partition>:s3:::lake/*', 'arn:<AWS::Partition>:s3:::models-*/*'];
  const buckets = ['arn:<AWS::Partition>:s3:::lake', 'arn:<AWS::Partition>:s3:::models-*'];
  assert.deepEqual(made.get('lineage')?.get('ReadReportsAndScripts')?.resources, objects);
  assert.deepEqual(made.get('schema')?.get('ReadObjects')?.resources, objects);
  assert.deepEqual(made.get('schema')?.get('ListObjects')?.resources, buckets);
  assert.deepEqual(made.get('posture')?.get('ReadPostureOfBuckets')?.resources, buckets);
});

/** Names as they were given, then those in lower case that differ. */
function order(arn: string): number {
  return ['Churn', 'churn', 'forecast-*'].findIndex((name) => arn.includes(`/${name}`));
}

test('datasets are read only where buckets are said', () => {
  assert.equal(policies({}).has('schema'), false);
  assert.equal(policies({ buckets: '*' }).has('schema'), true);
});

test('no more names than a role can hold', () => {
  const names = (count: number, name: string) => Array.from({ length: count }, (_, number) => `${name}-${number}`);
  assert.equal(policies({ pipelines: names(8, 'CustomerChurnTraining') }).size, 6);
  assert.throws(() => template({ pipelines: names(20, 'CustomerChurnTraining') }), /a role holds/);
  assert.throws(() => template({ buckets: names(80, 'models-of-team') }), /a role holds/);
});

test('only the schema store is written to', () => {
  const made = policies({ buckets: '*', vpc: 'new', tracing: true });
  const all = [...made.values()].flatMap((policy) => [...policy]);
  const reads = /:(Get|List|Describe|Search)|^kms:Decrypt$/;
  const writing = all.filter(([, { actions }]) => !actions.every((action) => reads.test(action)));
  assert.deepEqual(writing.map(([sid, { resources }]) => [sid, ...resources]), [
    ['AddVersionsOfSchemas', '<SchemaStore>/*'],
    ['WriteItsLog', '<LineageApiFnLog>'],
    ['Trace', '*'],
    ['JoinItsNetwork', '*'],
  ]);
});
