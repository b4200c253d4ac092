import { describe, expect, it } from 'vitest';
import { firstViewport, isInSight, isWhole } from './frame';

const size = { width: 1000, height: 500 };
const box = (x: number, y: number) => ({ x, y, width: 200, height: 80 });

describe('the first view of a graph', () => {
  it('centres one that fits', () => {
    const view = firstViewport([box(0, 0), box(600, 0)], size, null);
    expect([Math.round(view.x), Math.round(view.y), view.zoom]).toEqual([60, 206, 1.1]);
  });

  it('makes one that is a little too wide smaller', () => {
    expect(firstViewport([box(0, 0), box(1000, 0)], size, null).zoom).toBeCloseTo(952 / 1200);
  });

  it('begins one that could not be read at its start, at the height of its first box', () => {
    const view = firstViewport([box(0, 2000), box(5000, 0), box(5000, 4000)], size, null);
    expect(view.zoom).toBe(0.75);
    expect(view.x).toBe(24);
    expect(view.y).toBeCloseTo(250 - 2040 * 0.75);
  });

  it('shows what is selected', () => {
    const view = firstViewport([box(0, 2000), box(5000, 0), box(9000, 4000)], size, box(5000, 0));
    expect(view.x).toBeCloseTo(500 - 5100 * 0.75);
    expect(view.y).toBe(24);
  });

  it('bears an empty graph', () => {
    expect(firstViewport([], size, null)).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});

describe('what is in sight', () => {
  it.each([
    [box(10, 10), { x: 0, y: 0, zoom: 1 }, true],
    [box(900, 10), { x: 0, y: 0, zoom: 1 }, false],
    [box(900, 10), { x: 0, y: 0, zoom: 0.8 }, true],
    [box(10, 10), { x: -100, y: 0, zoom: 1 }, false],
  ])('%j in %j', (one, view, expected) => {
    expect(isInSight(one, view, size)).toBe(expected);
    expect(isWhole([one, box(100, 100)], view, size)).toBe(expected);
  });
});
