import type { Posture } from '../api/types';
import type { IconName } from '../parts/Icon';
import type { StatusLook } from '../parts/status';

/** How a fact about a bucket is shown. Of a value that nobody knows yet, nothing is claimed. */
export interface FactLook {
  tone: StatusLook['tone'];
  icon: IconName;
}

export type Access = 'public' | 'Blocked' | 'Partial' | 'NotBlocked' | 'Unknown';

const UNKNOWN: FactLook = { tone: 'neutral', icon: 'question' };

export function encryptionLook(encryption: string): FactLook {
  if (encryption === 'None') return { tone: 'bad', icon: 'unlock' };
  return encryption === 'AES256' || encryption.startsWith('aws:') ? { tone: 'ok', icon: 'lock' } : UNKNOWN;
}

/** Whether others get in: that it is open counts before what should block it. */
export function accessOf({ exposed, publicAccess }: Posture): Access {
  if (exposed === true) return 'public';
  return (['Blocked', 'Partial', 'NotBlocked'] as const).find((known) => known === publicAccess) ?? 'Unknown';
}

const ACCESS: Record<Access, FactLook> = {
  public: { tone: 'bad', icon: 'globe' },
  Blocked: { tone: 'ok', icon: 'check' },
  Partial: { tone: 'warn', icon: 'alert' },
  NotBlocked: { tone: 'warn', icon: 'alert' },
  Unknown: UNKNOWN,
};

export const accessLook = (access: Access): FactLook => ACCESS[access];

const VERSIONING: Record<string, FactLook> = {
  Enabled: { tone: 'ok', icon: 'layers' },
  Suspended: { tone: 'warn', icon: 'pause' },
  Disabled: { tone: 'neutral', icon: 'dash' },
};

export const versioningLook = (versioning: string): FactLook => VERSIONING[versioning] ?? UNKNOWN;

/** What is risky about a bucket. */
export type Risk =
  | 'publicByPolicy'
  | 'publicByAcl'
  | 'publicByBoth'
  | 'notEncrypted'
  | 'notBlocked'
  | 'partlyBlocked'
  | 'notVersioned'
  | 'versioningSuspended';

export function risksOf(posture: Posture): Risk[] {
  const risks: Risk[] = [];
  const access = accessOf(posture);
  if (access === 'public') {
    const isBoth = posture.publicPolicy === true && posture.publicAcl === true;
    risks.push(isBoth ? 'publicByBoth' : posture.publicAcl === true ? 'publicByAcl' : 'publicByPolicy');
  }
  if (posture.encryption === 'None') risks.push('notEncrypted');
  if (access === 'NotBlocked') risks.push('notBlocked');
  if (access === 'Partial') risks.push('partlyBlocked');
  if (posture.versioning === 'Disabled') risks.push('notVersioned');
  if (posture.versioning === 'Suspended') risks.push('versioningSuspended');
  return risks;
}

/** Whether a risk is one of now, and not of what may come. */
export const isGrave = (risk: Risk): boolean => risk.startsWith('public') || risk === 'notEncrypted';
