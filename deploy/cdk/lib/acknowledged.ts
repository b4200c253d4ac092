import { Stack, Validations, type CfnElement } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { LineageProps } from './props';

/** Each wildcard in the policies of the function's role that there has to be, with its reason; others fail the synthesis. */
export function acknowledgeWildcards(role: IRole, props: LineageProps, store: IBucket): void {
  const own = 'arn:<AWS::Partition>:sagemaker:*:<AWS::AccountId>:';
  const logicalId = Stack.of(store).getLogicalId(store.node.defaultChild as CfnElement);
  const acknowledged: [string, string][] = [
    ['*', 'Lists, Search, the account’s block of public access, keys of KMS behind S3, traces and network interfaces take ' +
      'no narrower resource; keys are limited to S3 by a condition.'],
    [`<${logicalId}.Arn>/*`, 'Objects of the stack’s own bucket; versions are added as they come.'],
    ...KINDS.map((kind): [string, string] => [`${own}${kind}/*`, 'Executions and users name these; nobody knows them before.']),
  ];
  const pipelines = props.pipelines.includes('*') ? ['*'] : props.pipelines.flatMap((name) => {
    const names = [...new Set([name, name.toLowerCase()])];
    return [...names, ...names.map((name) => `${name}/*`)];
  });
  for (const name of pipelines) {
    acknowledged.push([`${own}pipeline/${name}`, 'Executions below a pipeline, in any region; pipelines are narrowed by the props.']);
  }
  for (const name of props.buckets ?? ['*']) {
    const bucket = `arn:<AWS::Partition>:s3:::${name}`;
    acknowledged.push([bucket, 'Buckets are narrowed by the props.'], [`${bucket}/*`, 'Objects of these buckets.']);
  }
  for (const [resource, reason] of acknowledged) {
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }
}

const KINDS = [
  'automl-job',
  'domain',
  'endpoint',
  'feature-group',
  'hyper-parameter-tuning-job',
  'model',
  'model-package',
  'processing-job',
  'training-job',
  'transform-job',
];
