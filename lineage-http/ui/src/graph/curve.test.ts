import { describe, expect, it } from 'vitest';
import { curve, middle, straight } from './curve';

describe('lines of arrows', () => {
  it.each([
    [
      [
        [0, 0],
        [10, 0],
      ],
      'M0 0H10',
    ],
    [
      [
        [0, 0],
        [10, 20],
      ],
      'M0 0C5 0 5 20 10 20',
    ],
    [
      [
        [0, 0],
        [10, 20],
        [30, 20],
      ],
      'M0 0C5 0 5 20 10 20H30',
    ],
    [
      [
        [50, 0],
        [0, 20],
      ],
      'M50 0C25 0 25 20 0 20',
    ],
    [[], ''],
  ] as const)('%j is %s', (points, expected) => {
    expect(curve(points.map(([x, y]) => ({ x, y })))).toBe(expected);
  });

  it('goes around what is beside it', () => {
    const points = [
      { x: 100, y: 0 },
      { x: 120, y: 50 },
    ];
    expect(curve(points, true)).toBe('M100 0C160 0 160 50 120 50');
  });

  it('goes straight, in whole pixels', () => {
    expect(
      straight([
        { x: 0.4, y: 0 },
        { x: 9.6, y: 5 },
      ]),
    ).toBe('M0 0L10 5');
  });

  it('has its label between the first two points', () => {
    expect(
      middle([
        { x: 0, y: 0 },
        { x: 10, y: 20 },
        { x: 90, y: 20 },
      ]),
    ).toEqual({ x: 5, y: 10, room: 10 });
    expect(middle([])).toEqual({ x: 0, y: 0, room: 0 });
  });
});
