import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a recorded call answered (lineage-aws/SNAPSHOT.md). */
export type Answer = { value: unknown } | { error: { kind: string; resource: string; message: string } };

const ACCOUNT = '111122223333';
const AT = '2026-10-14T09:00:00Z';

export const denied = (resource: string): Answer => ({
  error: { kind: 'accessDenied', resource, message: 'access denied' },
});

const known = (value: unknown) => ({ state: 'known', value });

export interface Step {
  Name: string;
  Type: string;
  DependsOn?: readonly string[];
  Arguments?: unknown;
}

export interface StepRun {
  name: string;
  status: string;
  failureReason?: string;
}

export interface PipelineFacts {
  name: string;
  displayName?: string;
  description?: string;
  domain?: string;
  steps: readonly Step[];
  /** How its steps went, which may be denied, as may the list of its executions; a pipeline without never ran. */
  runs?: readonly StepRun[] | 'denied' | 'unlisted';
  /** Whether describing it is denied. */
  isDenied?: boolean;
}

/** A recorded account, written as it is told. */
export class Snapshot {
  readonly folder = mkdtempSync(join(tmpdir(), 'lineage-snapshot-'));

  answer(kind: string, key: readonly string[], answer: Answer): void {
    const folder = join(this.folder, kind);
    mkdirSync(folder, { recursive: true });
    const name = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32);
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ key, answer })}\n`);
  }

  region(region: string, pipelines: readonly PipelineFacts[], domains: readonly { id: string; name: string }[] = []) {
    const all = domains.map(({ id, name }) => ({
      id,
      name,
      arn: `arn:aws:sagemaker:${region}:${ACCOUNT}:domain/${id}`,
      status: 'InService',
      url: null,
      homeEfsFileSystemId: null,
      created: AT,
    }));
    this.answer('domain-lists', [region], { value: all });
    for (const one of all) this.answer('domains', [region, one.id], { value: one });
    const sorted = [...pipelines].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.answer('pipeline-lists', [region], { value: sorted.map((one) => summary(region, one)) });
    this.answer('feature-group-lists', [region], { value: [] });
    for (const one of pipelines) this.pipeline(region, one);
  }

  private pipeline(region: string, facts: PipelineFacts): void {
    const { name, steps, runs, isDenied } = facts;
    const key = [region, name];
    const definition = JSON.stringify({ Version: '2020-12-01', Metadata: {}, Parameters: [], Steps: steps });
    const about = summary(region, facts);
    const value = { ...about, status: 'Active', createdBy: null, lastModifiedBy: null, definition };
    this.answer('pipelines', key, isDenied ? denied(name) : { value });
    this.answer('tags', [region, about.arn], { value: about.tags.value });
    if (runs === undefined) {
      this.answer('execution-lists', key, { value: [] });
      return;
    }
    if (runs === 'unlisted') {
      this.answer('execution-lists', key, denied(name));
      return;
    }
    const arn = `${about.arn}/execution/run1`;
    const list = { arn, displayName: 'execution-1', started: AT, lastModified: null, failureReason: null };
    const isFailed = runs !== 'denied' && runs.some((one) => one.status === 'Failed');
    const status = isFailed ? 'Failed' : 'Succeeded';
    this.answer('execution-lists', key, { value: [{ ...list, status }] });
    const more = { description: null, experimentName: null, trialName: null, selective: null };
    this.answer('executions', [region, arn], { value: { ...list, ...more, status, lastModified: AT } });
    this.answer('parameters', [region, arn], { value: [] });
    this.answer('definitions', [region, arn], { value: { sameAs: name } });
    this.answer('steps', [region, arn], runs === 'denied' ? denied(arn) : { value: runs.map(executionStep) });
  }

  /** A bucket of which everything was denied, or one with everything as it should be. */
  bucket(name: string, isDenied = false): void {
    const fact = (action: string, value: unknown) =>
      isDenied ? { state: 'denied', gap: { action, resource: name, message: 'access denied' } } : known(value);
    const blocked = {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    };
    this.answer('buckets', [name], {
      value: {
        name,
        region: known('ap-northeast-2'),
        encryption: fact('s3:GetEncryptionConfiguration', {
          algorithm: 'AES256',
          kmsKeyId: null,
          bucketKeyEnabled: false,
        }),
        versioning: fact('s3:GetBucketVersioning', { status: 'Enabled', mfaDelete: false }),
        publicAccessBlock: fact('s3:GetBucketPublicAccessBlock', blocked),
        accountPublicAccessBlock: { state: 'notRead' },
        publicPolicy: fact('s3:GetBucketPolicyStatus', false),
        publicAcl: fact('s3:GetBucketAcl', false),
        tags: fact('s3:GetBucketTagging', {}),
      },
    });
  }

  /** Says that the recording is whole. */
  finish(regions: readonly string[]): string {
    const about = { format: 1, recordedAt: AT, account: ACCOUNT, regions };
    writeFileSync(join(this.folder, 'snapshot.json'), `${JSON.stringify(about)}\n`);
    return this.folder;
  }
}

function summary(region: string, { name, displayName, description, domain, runs }: PipelineFacts) {
  return {
    name,
    arn: `arn:aws:sagemaker:${region}:${ACCOUNT}:pipeline/${name.toLowerCase()}`,
    displayName: displayName ?? name,
    description: description ?? null,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/pipelines`,
    created: '2026-01-01T00:00:00Z',
    lastModified: '2026-02-01T00:00:00Z',
    lastRun: runs === undefined ? null : AT,
    createdBy: { state: 'notConfigured' },
    tags: known(domain === undefined ? {} : { DomainName: domain }),
  };
}

function executionStep({ name, status, failureReason }: StepRun) {
  const isOver = status !== 'Executing';
  return {
    name,
    displayName: null,
    status,
    started: '2026-10-14T08:00:00Z',
    ended: isOver ? '2026-10-14T08:05:00Z' : null,
    failureReason: failureReason ?? null,
    attempts: 1,
    cacheHitSource: null,
    selectiveSource: null,
    iteration: null,
    metadata: { kind: 'other', name: 'Processing', fields: {} },
  };
}
