import { describe, expect, it } from 'vitest';
import { type GraphNode, model } from './model';
import { type Move, move } from './move';

const node = (id: string, x: number, y: number): GraphNode => ({
  id,
  name: id,
  select: `step:${id}`,
  box: { x, y, width: 100, height: 50 },
  content: {
    kind: 'step',
    type: 'Training',
    status: null,
    noRun: null,
    elapsedSec: null,
    cacheHit: false,
    failureReason: null,
    runs: 0,
  },
});
const edge = (source: string, target: string) => ({
  id: source + target,
  source,
  target,
  kind: 'ref:Get' as const,
  label: null,
  points: [],
});

// a leads to b and c, of one column; b and c to d; lonely stands further right, beside d, fed by c.
const graph = model(
  'pipeline',
  [node('a', 0, 100), node('b', 200, 0), node('c', 210, 120), node('d', 400, 0), node('lonely', 600, 300)],
  [edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd'), edge('c', 'lonely')],
  new Map(),
);

describe('keys in the graph', () => {
  it.each<[string | null, Move, string | null]>([
    ['a', 'ArrowRight', 'c'],
    ['b', 'ArrowLeft', 'a'],
    ['a', 'ArrowLeft', null],
    ['d', 'ArrowRight', null],
    ['d', 'ArrowLeft', 'b'],
    ['b', 'ArrowDown', 'c'],
    ['c', 'ArrowUp', 'b'],
    ['b', 'ArrowUp', null],
    ['d', 'ArrowDown', null],
    ['lonely', 'ArrowUp', null],
    ['d', 'Home', 'a'],
    ['a', 'End', 'lonely'],
    [null, 'ArrowRight', 'a'],
    ['gone', 'ArrowUp', 'a'],
  ])('%s %s is %s', (from, key, expected) => {
    expect(move(graph, from, key)).toBe(expected);
  });

  it('stays in a column, whatever arrows join: one before is not below', () => {
    // As early and late lead to the same, they are of different columns all the same.
    const nodes = [node('early', 0, 80), node('late', 200, 0), node('end', 400, 40), node('wide', 150, 200)];
    const joined = model(
      'pipeline',
      nodes,
      [edge('early', 'late'), edge('early', 'end'), edge('late', 'end')],
      new Map(),
    );
    expect(move(joined, 'late', 'ArrowDown')).toBe('wide');
    expect(move(joined, 'early', 'ArrowUp')).toBe(null);
    expect(move(joined, 'end', 'ArrowDown')).toBe(null);
  });

  it('passes over what is hidden', () => {
    const isShown = (id: string) => id !== 'c';
    expect(move(graph, 'a', 'ArrowRight', isShown)).toBe('b');
    expect(move(graph, 'b', 'ArrowDown', isShown)).toBe(null);
  });
});
