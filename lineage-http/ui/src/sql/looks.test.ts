import { describe, expect, it } from 'vitest';
import { columnGraph } from './columns';
import { isDashed, kindsOf, signOf } from './looks';
import { edge, statement } from './sample';

describe('the looks of edges', () => {
  it('are told by a sign as well', () => {
    expect(signOf({ subtype: 'IDENTITY', isMasked: false })).toBe('');
    expect(signOf({ subtype: 'IDENTITY', isMasked: true })).toBe('M');
    expect(signOf({ subtype: 'AGGREGATION', isMasked: true })).toBe('Σ M');
  });

  it('dash what is indirect', () => {
    expect(['IDENTITY', 'JOIN', 'WINDOW'].map(isDashed)).toEqual([false, true, true]);
  });

  it('are in the legend once each, in a fixed order', () => {
    const edges = [edge('s.k', 't.x', 'JOIN'), edge('s.a', 't.x'), edge('s.b', 't.x')];
    const { lines } = columnGraph([statement({ target: 't', edges })], true);
    expect(kindsOf(lines)).toEqual(['IDENTITY', 'JOIN']);
  });
});
