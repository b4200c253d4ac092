import { describe, expect, it } from 'vitest';
import { detailOf } from './Box';

describe('how much is drawn', () => {
  it.each([
    [0.05, false, 'far'],
    [0.2, false, 'small'],
    [0.2, true, 'far'],
    [0.34, true, 'far'],
    [0.5, true, 'middle'],
    [1, false, 'normal'],
    [1.5, false, 'close'],
  ])('at %d, of many: %s: %s', (zoom, isMany, expected) => {
    expect(detailOf(zoom, isMany)).toBe(expected);
  });
});
