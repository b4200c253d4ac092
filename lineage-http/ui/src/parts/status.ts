import type { IconName } from './Icon';

/** How a status is shown: a colour, an icon, and its own word. */
export interface StatusLook {
  tone: 'ok' | 'bad' | 'busy' | 'warn' | 'neutral';
  icon: IconName;
}

const LOOKS: Record<string, StatusLook> = {
  Succeeded: { tone: 'ok', icon: 'check' },
  Completed: { tone: 'ok', icon: 'check' },
  Created: { tone: 'ok', icon: 'check' },
  InService: { tone: 'ok', icon: 'check' },
  Approved: { tone: 'ok', icon: 'check' },
  Failed: { tone: 'bad', icon: 'cross' },
  CreateFailed: { tone: 'bad', icon: 'cross' },
  DeleteFailed: { tone: 'bad', icon: 'cross' },
  Rejected: { tone: 'bad', icon: 'cross' },
  CompletedWithFailures: { tone: 'warn', icon: 'alert' },
  Executing: { tone: 'busy', icon: 'play' },
  Starting: { tone: 'busy', icon: 'clock' },
  Creating: { tone: 'busy', icon: 'clock' },
  Updating: { tone: 'busy', icon: 'clock' },
  Deleting: { tone: 'busy', icon: 'clock' },
  Stopping: { tone: 'warn', icon: 'pause' },
  Stopped: { tone: 'warn', icon: 'pause' },
  PendingManualApproval: { tone: 'warn', icon: 'clock' },
  NotStarted: { tone: 'neutral', icon: 'dash' },
};

/** Of a status that nobody knows yet, the word is all there is to show. */
export const statusLook = (status: string): StatusLook => LOOKS[status] ?? { tone: 'neutral', icon: 'question' };
