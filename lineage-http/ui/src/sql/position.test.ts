import { describe, expect, it } from 'vitest';
import { offsetOf } from './position';

describe('positions in a text', () => {
  it.each([
    ['abc', 1, 1, 0],
    ['abc', 1, 3, 2],
    ['abc\nde', 2, 2, 5],
    ['abc\n\nf', 3, 1, 5],
    // 𝄞 is one character, and two units.
    ['𝄞b', 1, 2, 2],
    ['가나\n다라', 2, 2, 4],
    ['abc\nde', 1, 99, 3],
    ['abc', 9, 1, 3],
    ['', 1, 1, 0],
  ])('%j at %i:%i is %i', (text, line, column, expected) => {
    expect(offsetOf(text, { line, column })).toBe(expected);
  });
});
