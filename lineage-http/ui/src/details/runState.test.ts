import { describe, expect, it } from 'vitest';
import type { Lineage, Warning } from '../api/types';
import { noRun, unreadExecutions } from './runState';

const lineage = (warnings: Warning[], execution?: Lineage['execution']): Lineage => ({
  pipeline: { name: 'p' },
  summary: { overallStatus: 'Unknown', nodeStatus: {} },
  graph: { nodes: [], edges: [], artifacts: [] },
  execution: execution ?? null,
  warnings,
});

const denied: Warning = { code: 'access-denied', message: 'denied', action: 'sagemaker:ListPipelineExecutions' };
const other: Warning = { code: 'access-denied', message: 'denied', action: 's3:GetBucketAcl' };
const late: Warning = { code: 'deadline', message: 'time ran out; calls not answered by then: 1' };
const budget: Warning = { code: 'budget', message: 'calls that the budget does not hold were not made: 3' };
/** That there is none, as deployments have it. */
const none: Warning = { code: 'not-found', message: 'there is no execution whose models could be deployed' };

describe('why there is no execution', () => {
  it.each<[Warning[], string | undefined, string]>([
    [[], undefined, 'neverRan'],
    [[other, none], undefined, 'neverRan'],
    [[other, denied], undefined, 'unknown'],
    [[{ ...denied, code: 'unavailable' }], undefined, 'unknown'],
    [[late], undefined, 'unknown'],
    [[budget], undefined, 'unknown'],
    [[], 'none', 'notAsked'],
    [[late], 'none', 'notAsked'],
    [[], 'abc', 'unknown'],
  ])('with %j, asked for %s: %s', (warnings, execution, expected) => {
    expect(noRun(lineage(warnings), execution)).toBe(expected);
  });

  it('is not asked where there is one', () => {
    const execution = { arn: 'arn:e', status: 'Succeeded', parameters: {} };
    expect(noRun(lineage([denied], execution), undefined)).toBeNull();
  });

  it('names the call before what may have cut it short', () => {
    expect(unreadExecutions([late, denied])).toBe(denied);
    expect(unreadExecutions([late])).toBe(late);
    expect(unreadExecutions([other, none])).toBeUndefined();
  });
});
