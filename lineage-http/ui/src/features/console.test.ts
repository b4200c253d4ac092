import { describe, expect, it } from 'vitest';
import type { FeatureGroup } from '../api/types';
import { consoleLinks } from './console';

const group = (more: Partial<FeatureGroup> = {}): FeatureGroup => ({
  featureGroupName: 'g',
  featureGroupArn: 'arn:aws:sagemaker:us-east-1:111122223333:feature-group/g',
  features: [],
  onlineStore: { enabled: false },
  offlineStore: {
    s3_uri: 's3://lake/store',
    resolved_s3_uri: 's3://lake/store/a b/data',
    database: 'db',
    table: 't&1',
  },
  roleArn: 'arn:aws:iam::111122223333:role/team/writer',
  warnings: [],
  ...more,
});

describe('consoleLinks', () => {
  it('leads to the bucket, the table and the role', () => {
    expect(consoleLinks(group())).toEqual({
      s3: 'https://console.aws.amazon.com/s3/buckets/lake?region=us-east-1&prefix=store%2Fa%20b%2Fdata%2F',
      glue: 'https://console.aws.amazon.com/glue/home?region=us-east-1#/v2/data-catalog/tables/view/t%261?database=db&catalogId=111122223333',
      role: 'https://console.aws.amazon.com/iam/home#/roles/details/writer',
    });
  });

  it('knows the hosts of other partitions', () => {
    const { s3 } = consoleLinks(
      group({ featureGroupArn: 'arn:aws-cn:sagemaker:cn-north-1:111122223333:feature-group/g' }),
    );
    expect(s3).toMatch(/^https:\/\/console\.amazonaws\.cn\//);
  });

  it.each([
    'arn:evil:sagemaker:us-east-1:111122223333:feature-group/g',
    'arn:constructor:sagemaker:us-east-1:111122223333:feature-group/g',
    'arn:aws:sagemaker:us-east-1.evil.example:111122223333:feature-group/g',
    'arn:aws:sagemaker:us-east-1:x:feature-group/g',
    'g',
    '',
  ])('leads nowhere from %j', (featureGroupArn) => {
    expect(consoleLinks(group({ featureGroupArn }))).toEqual({ s3: null, glue: null, role: null });
  });

  it('leads nowhere from what is not there or is no S3 URI', () => {
    expect(consoleLinks(group({ offlineStore: null, roleArn: null }))).toEqual({ s3: null, glue: null, role: null });
    expect(consoleLinks(group({ offlineStore: { s3_uri: 'javascript:alert(1)' } })).s3).toBeNull();
    expect(consoleLinks(group({ offlineStore: { s3_uri: 's3://{Parameters.Bucket}/x' } })).s3).toBeNull();
  });
});
