import type { Lineage, Warning } from '../api/types';

/** Why an answer has no execution: nobody asked for one, it could not be told whether there is one, or there is none. */
export type NoRun = 'notAsked' | 'unknown' | 'neverRan';

const LIST = 'sagemaker:ListPipelineExecutions';
/** Calls that were not made, or not answered: the list of executions may be among them. */
const CUT_SHORT = ['budget', 'deadline'];

/** What kept executions from being read. */
export const unreadExecutions = (warnings: readonly Warning[]): Warning | undefined =>
  warnings.find(({ action }) => action === LIST) ?? warnings.find(({ code }) => CUT_SHORT.includes(code));

/** Null where there is an execution. `execution` is what the address asks for. */
export function noRun(lineage: Lineage, execution: string | undefined): NoRun | null {
  if (lineage.execution) return null;
  if (execution === 'none') return 'notAsked';
  // One that was named has run, whatever the answer has of it.
  return execution || unreadExecutions(lineage.warnings) ? 'unknown' : 'neverRan';
}
