import { describe, expect, it } from 'vitest';
import type { FeatureGroup } from '../api/types';
import { pagesOf } from './console';

const offlineStore = {
  s3_uri: 's3://lake/store',
  resolved_s3_uri: 's3://lake/store/a b/data',
  database: 'db',
  table: 't&1',
};
const group = (more: Partial<FeatureGroup> = {}): FeatureGroup => ({
  featureGroupName: 'g',
  featureGroupArn: 'arn:aws:sagemaker:us-east-1:111122223333:feature-group/g',
  features: [],
  onlineStore: { enabled: false },
  offlineStore,
  roleArn: 'arn:aws:iam::111122223333:role/team/writer',
  warnings: [],
  ...more,
});
const none = { data: null, table: null, role: null };

describe('pagesOf', () => {
  it('leads to the data, the table and the role', () => {
    expect(pagesOf(group())).toEqual({
      data: 'https://us-east-1.console.aws.amazon.com/s3/buckets/lake?region=us-east-1&prefix=store%2Fa%20b%2Fdata%2F',
      table:
        'https://us-east-1.console.aws.amazon.com/glue/home?region=us-east-1#/v2/data-catalog/tables/view/t%261?database=db',
      role: 'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/writer',
    });
  });

  it('knows the hosts of other partitions', () => {
    const featureGroupArn = 'arn:aws-cn:sagemaker:cn-north-1:111122223333:feature-group/g';
    expect(pagesOf(group({ featureGroupArn })).role).toMatch(/^https:\/\/cn-north-1\.console\.amazonaws\.cn\//);
  });

  it.each([
    'arn:evil:sagemaker:us-east-1:111122223333:feature-group/g',
    'arn:aws:sagemaker:us-east-1.evil.example:111122223333:feature-group/g',
    'arn:aws:sagemaker:us-east-1:x:feature-group/g',
    'g',
    '',
  ])('leads nowhere from %j', (featureGroupArn) => {
    expect(pagesOf(group({ featureGroupArn }))).toEqual(none);
  });

  it('leads nowhere from what is not there', () => {
    expect(pagesOf(group({ offlineStore: null, roleArn: null }))).toEqual(none);
  });

  it.each(['javascript:alert(1)', 's3://{Parameters.Bucket}/x', 's3://evil.example@x/'])(
    'leads nowhere from data at %s',
    (uri) => {
      expect(pagesOf(group({ offlineStore: { ...offlineStore, resolved_s3_uri: uri } })).data).toBeNull();
    },
  );

  it('leads nowhere from a role that is none', () => {
    expect(pagesOf(group({ roleArn: 'arn:aws:iam::111122223333:user/writer' })).role).toBeNull();
  });
});
