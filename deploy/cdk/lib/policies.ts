import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { LineageProps } from './props';

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** The policies of the function's role, by name: those of `deploy/iam`, for the pipelines and buckets of the props. */
export function policies(props: LineageProps, store: IBucket): Record<string, PolicyDocument> {
  // Whose datasets may be read has to be said; that reports and posture are read has not.
  const files = ['catalogue', 'lineage', 'posture', 'feature-store', ...(props.buckets ? ['schema'] : [])];
  const scoped = files.map((file) => [file, document(read(file), (arn) => scope(arn, props))] as const);
  const made = { ...Object.fromEntries(scoped), 'schema-store': storePolicy(store) };
  const length = Object.values(made).map(lengthOf).reduce((sum, length) => sum + length);
  if (length > MOST) {
    throw new Error(`pipelines, buckets: a role holds ${MOST} characters of policies, not ${length}; say fewer, with * for names alike`);
  }
  return made;
}

/** What IAM lets the policies within a role be together, less what the function needs to run. */
const MOST = 10_240 - 600;

/** How IAM counts, without spaces. What is known only once it is deployed is about as long as what stands for it here. */
function lengthOf(policy: PolicyDocument): number {
  const text = JSON.stringify(policy.toJSON());
  const known: Record<string, string> = { 'AWS.Partition': 'aws', 'AWS.AccountId': '123456789012' };
  return text.replace(/\$\{Token\[([^\]]*)\.\d+\]\}/g, (_, name: string) => known[name] ?? 'x'.repeat(70)).length;
}

// From build/lib, where this runs.
const IAM = join(__dirname, '..', '..', '..', 'iam');

function read(name: string): Statement[] {
  return (JSON.parse(readFileSync(join(IAM, `${name}.json`), 'utf8')) as { Statement: Statement[] }).Statement;
}

/** Without the statement about KMS: the stack's own bucket is encrypted with keys of S3. */
function storePolicy(store: IBucket): PolicyDocument {
  const statements = read('schema-store').filter((statement) => !statement.Action.includes('kms:GenerateDataKey'));
  return document(statements, (arn) => [arn.replace('arn:aws:s3:::sagemaker-lineage-schemas', store.bucketArn)]);
}

function document(statements: Statement[], scoped: (arn: string) => string[]): PolicyDocument {
  const narrowed = statements.map((statement) =>
    PolicyStatement.fromJson({ ...statement, Resource: [statement.Resource].flat().flatMap(scoped) }),
  );
  return new PolicyDocument({ statements: narrowed });
}

/** An ARN of `deploy/iam` as one of this account and partition, for each pipeline or bucket that may be read. */
function scope(arn: string, props: LineageProps): string[] {
  const own = arn
    .replace('arn:aws:', `arn:${Aws.PARTITION}:`)
    .replace(':sagemaker:*:*:', `:sagemaker:*:${Aws.ACCOUNT_ID}:`);
  if (own.endsWith(':pipeline/*')) {
    if (props.pipelines.includes('*')) return [own];
    // The ARN of a pipeline has its name in lower case; below it are its executions.
    const names = new Set(props.pipelines.flatMap((name) => [name, name.toLowerCase()]));
    return [...names].flatMap((name) => [own.replace(/\*$/, name), own.replace(/\*$/, `${name}/*`)]);
  }
  if (own.includes(':s3:::*')) return (props.buckets ?? ['*']).map((name) => own.replace(':s3:::*', `:s3:::${name}`));
  return [own];
}
