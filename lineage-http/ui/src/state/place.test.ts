import { beforeAll, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { search: '', pathname: '/' }, addEventListener: () => {} });

let place: typeof import('./place');
beforeAll(async () => {
  place = await import('./place');
});

describe('places and addresses', () => {
  it.each([
    ['', ''],
    ['?pipeline=a&tab=lineage&view=pipeline&trace=all&as=graph', '?pipeline=a'],
    ['?view=both&pipeline=a', '?pipeline=a&view=both'],
    ['?view=nonsense&tab=', ''],
    ['?depth=0', ''],
    ['?depth=-1', ''],
    ['?depth=2&version=3&against=1', '?depth=2&version=3&against=1'],
    ['?select=data%3As3%3A%2F%2Fb%2Fa+b%2F', '?select=data%3As3%3A%2F%2Fb%2Fa+b%2F'],
    ['?columns=yes', ''],
    ['?unknown=1', ''],
  ])('%s is %s', (search, expected) => {
    expect(place.formatPlace(place.parsePlace(search))).toBe(expected);
  });
});
