import { describe, expect, it } from 'vitest';
import { columnGraph } from './columns';
import { firstView, layOut, type Placed, WIDTH } from './layout';
import { edge, statement } from './sample';

const feeds = (...pairs: string[]) =>
  layOut(
    columnGraph(
      pairs.map((pair, index) => {
        const [from = '', to = ''] = pair.split('>');
        return statement({ index, target: to, sources: [from], edges: [edge(`${from}.x`, `${to}.x`)] });
      }),
      false,
    ),
  );

/** The tables of each column, from left to right. */
function columns(placed: Placed[]): string[][] {
  const xs = [...new Set(placed.map(({ x }) => x))].sort((a, b) => a - b);
  return xs.map((x) => placed.filter((one) => one.x === x).map(({ box }) => box.name));
}

describe('the layout of tables', () => {
  it.each([
    ['a chain', ['a>b', 'b>c'], [['a'], ['b'], ['c']]],
    ['a short cut', ['a>c', 'a>b', 'b>c'], [['a'], ['b'], ['c']]],
    ['a late source next to what it feeds', ['a>b', 'b>c', 'd>c'], [['a'], ['d', 'b'], ['c']]],
    ['a cycle', ['a>b', 'b>a'], [['a'], ['b']]],
    ['two of one target', ['a>c', 'b>c'], [['a', 'b'], ['c']]],
  ])('of %s', (_, pairs, expected) => {
    expect(columns(feeds(...pairs))).toEqual(expected);
  });

  it('has no boxes that overlap', () => {
    const pairs = Array.from({ length: 120 }, (_, i) => `t${(i * 7) % 40}>t${((i * 13) % 40) + 1}`);
    const placed = feeds(...pairs);
    for (const a of placed) {
      for (const b of placed) {
        const isApart = a.x + WIDTH < b.x || b.x + WIDTH < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
        expect(a === b || isApart).toBe(true);
      }
    }
  });

  it('bears a long chain', () => {
    const pairs = Array.from({ length: 5000 }, (_, i) => `t${i}>t${i + 1}`);
    expect(columns(feeds(...pairs))).toHaveLength(5001);
  });

  it('of nothing is nothing', () => {
    expect(layOut({ boxes: [], links: [] })).toEqual([]);
  });
});

describe('the first view', () => {
  it('shows all where it fits, in its own size at most', () => {
    const { zoom } = firstView(feeds('a>b'), 2000, 1000);
    expect(zoom).toBe(1);
  });

  it('begins at the top left of what is too large', () => {
    const pairs = Array.from({ length: 50 }, (_, i) => `t${i}>t${i + 1}`);
    expect(firstView(feeds(...pairs), 600, 400)).toEqual({ x: 20, y: 20, zoom: 0.6 });
  });
});
