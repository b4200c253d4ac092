import { describe, expect, it } from 'vitest';
import type { Posture } from '../api/types';
import { accessLook, accessOf, encryptionLook, risksOf, versioningLook } from './posture';

const safe: Posture = {
  region: 'us-east-1',
  encryption: 'aws:kms',
  exposed: false,
  publicAccess: 'Blocked',
  publicAcl: false,
  publicPolicy: false,
  versioning: 'Enabled',
};

describe('facts about buckets', () => {
  it('finds nothing wrong with a bucket that is closed, encrypted and versioned', () => {
    expect(risksOf(safe)).toEqual([]);
  });

  it.each<[Partial<Posture>, string[]]>([
    [{ exposed: true, publicAccess: 'NotBlocked', publicPolicy: true }, ['publicByPolicy']],
    [{ exposed: true, publicAccess: 'NotBlocked', publicAcl: true }, ['publicByAcl']],
    [{ exposed: true, publicAccess: 'Partial', publicAcl: true, publicPolicy: true }, ['publicByBoth']],
    [{ exposed: true, publicAccess: 'NotBlocked', publicAcl: true, publicPolicy: 'Unknown' }, ['publicByAcl']],
    // A public policy that is blocked opens nothing.
    [{ publicPolicy: true }, []],
    [{ publicAccess: 'NotBlocked' }, ['notBlocked']],
    [{ publicAccess: 'Partial', exposed: 'Unknown' }, ['partlyBlocked']],
    [{ encryption: 'None' }, ['notEncrypted']],
    [{ versioning: 'Disabled' }, ['notVersioned']],
    [{ versioning: 'Suspended' }, ['versioningSuspended']],
    // What is not known is no risk and no reassurance.
    [{ encryption: 'Unknown', versioning: 'Unknown', publicAccess: 'Unknown', exposed: 'Unknown' }, []],
  ])('of %j the risks are %j', (change, expected) => {
    expect(risksOf({ ...safe, ...change })).toEqual(expected);
  });

  it('never shows what is not known as good', () => {
    expect(encryptionLook('Unknown').tone).toBe('neutral');
    expect(encryptionLook('SomethingNew').tone).toBe('neutral');
    for (const known of ['AES256', 'aws:kms', 'aws:kms:dsse']) expect(encryptionLook(known).tone).toBe('ok');
    expect(versioningLook('Unknown').tone).toBe('neutral');
    expect(versioningLook('SomethingNew').tone).toBe('neutral');
    expect(accessOf({ ...safe, publicAccess: 'SomethingNew' })).toBe('Unknown');
    expect(accessLook('Unknown').tone).toBe('neutral');
  });
});
