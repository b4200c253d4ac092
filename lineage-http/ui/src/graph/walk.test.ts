import { describe, expect, it } from 'vitest';
import { type Arrows, between, reach } from './walk';

function arrows(text: string): { down: Arrows; up: Arrows } {
  const down = new Map<string, string[]>();
  const up = new Map<string, string[]>();
  for (const pair of text.split(' ')) {
    const [from = '', to = ''] = pair.split('>');
    down.set(from, [...(down.get(from) ?? []), to]);
    up.set(to, [...(up.get(to) ?? []), from]);
  }
  return { down, up };
}

const diamond = arrows('a>b a>c b>d c>d d>e x>c');
const cycle = arrows('a>b b>c c>a c>d');

describe('walks over a graph', () => {
  it.each([
    ['a', 1, ['a', 'b', 'c']],
    ['a', 2, ['a', 'b', 'c', 'd']],
    ['a', Number.POSITIVE_INFINITY, ['a', 'b', 'c', 'd', 'e']],
    ['e', Number.POSITIVE_INFINITY, ['e']],
    ['a', 0, ['a']],
    ['nowhere', 3, ['nowhere']],
  ])('goes down from %s by %s', (start, depth, expected) => {
    expect([...reach([start], diamond.down, depth).keys()].sort()).toEqual(expected);
  });

  it('tells how far away each node is, by the shortest way', () => {
    expect(reach(['c'], diamond.up)).toEqual(new Map(Object.entries({ c: 0, a: 1, x: 1 })));
    expect(reach(['a'], arrows('a>b b>c a>c').down).get('c')).toBe(1);
  });

  it('starts from many', () => {
    expect([...reach(['b', 'x'], diamond.down, 1).keys()].sort()).toEqual(['b', 'c', 'd', 'x']);
    expect(reach([], diamond.down).size).toBe(0);
  });

  it('walks a cycle once', () => {
    expect([...reach(['b'], cycle.down).keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['a', 'd', ['a', 'b', 'c', 'd']],
    ['x', 'e', ['c', 'd', 'e', 'x']],
    ['a', 'a', ['a']],
    ['d', 'a', []],
    ['b', 'c', []],
  ])('finds all that is between %s and %s', (from, to, expected) => {
    expect([...between([from], [to], diamond.down, diamond.up)].sort()).toEqual(expected);
  });

  it('finds ways through a cycle', () => {
    expect([...between(['a'], ['d'], cycle.down, cycle.up)].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('bears a chain of 200,000', () => {
    const down = new Map(Array.from({ length: 200_000 }, (_, i) => [String(i), [String(i + 1)]]));
    expect(reach(['0'], down).size).toBe(200_001);
  });
});
