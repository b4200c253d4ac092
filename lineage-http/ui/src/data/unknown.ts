import type { Warning } from '../api/types';

/** A fact about a bucket, which a call of its own asks for. */
export type BucketFact =
  | 'region'
  | 'encryption'
  | 'versioning'
  | 'publicAccess'
  | 'publicPolicy'
  | 'publicAcl'
  | 'tags';

const ACTIONS: Record<BucketFact, readonly string[]> = {
  region: ['s3:ListBucket'],
  encryption: ['s3:GetEncryptionConfiguration'],
  versioning: ['s3:GetBucketVersioning'],
  publicAccess: ['s3:GetBucketPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
  publicPolicy: ['s3:GetBucketPolicyStatus'],
  publicAcl: ['s3:GetBucketAcl'],
  tags: ['s3:GetBucketTagging'],
};

/** Why a fact is not known: the call for it was denied or failed, or nobody asked. */
export type Why = { why: 'denied' | 'failed'; action: string; message: string } | { why: 'notRead' };

export function whyUnknown(fact: BucketFact, bucket: string, warnings: readonly Warning[]): Why {
  const isAbout = ({ resource }: Warning) => resource === bucket || Boolean(resource?.endsWith(`:::${bucket}`));
  // Of a bucket that is not found, nothing else is asked.
  for (const action of [...ACTIONS[fact], 's3:ListBucket']) {
    const isAccount = action === 's3:GetAccountPublicAccessBlock';
    const warning = warnings.find((one) => one.action === action && (isAccount || isAbout(one)));
    if (warning) {
      return { why: warning.code === 'access-denied' ? 'denied' : 'failed', action, message: warning.message };
    }
  }
  return { why: 'notRead' };
}
