import { describe, expect, it } from 'vitest';
import { count, elapsed, number } from './format';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999_999, '999,999'],
    [1_234_567, '1,234,567'],
    [12_345_678_901, '12,345,678,901'],
  ])('counts %d exactly', (value, expected) => {
    expect(count(value, 'en')).toBe(expected);
    expect(count(value, 'ko')).toBe(expected);
  });

  it('rounds what was measured', () => {
    expect(number(0.912345678, 'en')).toBe('0.912346');
    expect(number(1_234_567, 'en')).toBe('1,234,570');
  });

  it('says times in two units', () => {
    expect(elapsed(3 * 3600 + 5 * 60 + 7, 'en')).toBe('3 h 5 min');
    expect(elapsed(0, 'ko')).toBe('0 초');
    expect(elapsed(null, 'en')).toBe('—');
  });
});
