import { describe, expect, it } from 'vitest';
import { route } from './model';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
const at = (x: number, y: number) => ({ x, y });

describe('where arrows leave and arrive', () => {
  it.each([
    ['forth', box(0, 0), box(200, 40), undefined, [at(100, 25), at(200, 65)]],
    [
      'forth through a gap',
      box(0, 0),
      box(400, 0),
      [at(9, 9), at(250, 80), at(9, 9)],
      [at(100, 25), at(250, 80), at(400, 25)],
    ],
    [
      'back, at the sides that face each other',
      box(200, 0),
      box(0, 0),
      [at(9, 9), at(8, 8)],
      [at(200, 35), at(100, 35)],
    ],
  ])('%s', (_, from, to, points, expected) => {
    expect(route(points, from, to)).toEqual({ points: expected });
  });

  it('beside boxes of one column', () => {
    expect(route(undefined, box(0, 0), box(20, 100))).toEqual({ points: [at(100, 25), at(120, 125)], isBeside: true });
  });
});
