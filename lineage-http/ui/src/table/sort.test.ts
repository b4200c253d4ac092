import { describe, expect, it } from 'vitest';
import { nextOrder, sorted } from './sort';

const by = (values: readonly (string | number | null | undefined)[], descending = false) =>
  sorted(values, (value) => value, descending, 'en');

describe('sorted', () => {
  it('counts numbers within names', () => {
    expect(by(['step10', 'step9', 'Step1'])).toEqual(['Step1', 'step9', 'step10']);
  });

  it('counts numbers', () => {
    expect(by([10, 9, 100])).toEqual([9, 10, 100]);
    expect(by([10, 9, 100], true)).toEqual([100, 10, 9]);
  });

  it('puts rows without a value last, either way', () => {
    expect(by([null, 'b', '', 'a'])).toEqual(['a', 'b', null, '']);
    expect(by([null, 'b', '', 'a'], true)).toEqual(['b', 'a', null, '']);
  });

  it('keeps equal rows in their order, either way', () => {
    const rows = [
      { name: 'a', at: 1 },
      { name: 'a', at: 2 },
    ];
    expect(sorted(rows, ({ name }) => name, true, 'en')).toEqual(rows);
  });

  it('leaves the rows that it is given alone', () => {
    const rows = ['b', 'a'];
    sorted(rows, (row) => row, false, 'ko');
    expect(rows).toEqual(['b', 'a']);
  });
});

describe('nextOrder', () => {
  it('goes from ascending to descending to none', () => {
    const first = nextOrder(null, 'name');
    const second = nextOrder(first, 'name');
    expect([first, second, nextOrder(second, 'name')]).toEqual([
      { by: 'name', descending: false },
      { by: 'name', descending: true },
      null,
    ]);
  });

  it('begins ascending for another column', () => {
    expect(nextOrder({ by: 'name', descending: true }, 'type')).toEqual({ by: 'type', descending: false });
  });
});
