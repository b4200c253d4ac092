import { describe, expect, it } from 'vitest';
import { whyUnknown } from './unknown';

const warning = (code: string, action: string, resource: string) => ({ code, action, resource, message: 'm' });

describe('why a fact about a bucket is not known', () => {
  const warnings = [
    warning('access-denied', 's3:GetBucketTagging', 'lake'),
    warning('not-found', 's3:ListBucket', 'gone'),
    warning('access-denied', 's3:GetAccountPublicAccessBlock', '111122223333'),
  ];

  it('tells denied, failed and not read apart', () => {
    expect(whyUnknown('tags', 'lake', warnings)).toMatchObject({ why: 'denied', action: 's3:GetBucketTagging' });
    expect(whyUnknown('encryption', 'lake', warnings)).toEqual({ why: 'notRead' });
    expect(whyUnknown('tags', 'other', warnings)).toEqual({ why: 'notRead' });
    expect(whyUnknown('encryption', 'gone', warnings)).toMatchObject({ why: 'failed', action: 's3:ListBucket' });
  });

  it('knows that the block of the account counts for every bucket', () => {
    expect(whyUnknown('publicAccess', 'lake', warnings)).toMatchObject({ action: 's3:GetAccountPublicAccessBlock' });
  });
});
