import { describe, expect, it } from 'vitest';
import { diagnosticsOf, drawnOf, nameOf, rowsOf } from './rows';
import { edge, statement } from './sample';

describe('the rows of a mapping', () => {
  it('are in the order of the target, with all that a column depends on', () => {
    const one = statement({
      target: 't',
      mapping: [
        { to: 't.x', from: ['s.a'] },
        { to: 't.y', from: [] },
      ],
      edges: [edge('s.w', 't.n', 'WINDOW'), edge('s.a', 't.x'), edge('s.b', 't.x', 'CONDITIONAL')],
    });
    const rows = rowsOf([[3, one]]);
    expect(rows.map(({ place, column, from }) => [place, column, from.map(({ from }) => nameOf(from))])).toEqual([
      [3, 'x', ['s.a', 's.b']],
      [3, 'y', []],
      [3, 'n', ['s.w']],
    ]);
  });

  it('names what is not decided', () => {
    expect(nameOf({ table: null, column: 'q' })).toBe('?.q');
    expect(nameOf({ table: 's', column: null })).toBe('s');
    expect(nameOf({})).toBe('?');
  });
});

describe('the picture of a script', () => {
  it('leaves out what could not be read, what is seen through and what touches no table, and counts them', () => {
    const all = [
      statement({ target: 't' }),
      statement({ kind: 'error' }),
      statement({ target: 'tmp', collapsed: true }),
      statement({ kind: 'other' }),
      statement({ kind: 'select', sources: ['s'] }),
    ];
    const { drawn, ...counts } = drawnOf(all);
    expect(drawn.map(([place]) => place)).toEqual([0, 4]);
    expect(counts).toEqual({ errors: 1, collapsed: 1, silent: 1 });
  });
});

describe('diagnostics', () => {
  it('are told with their statements', () => {
    const diagnostic = { code: 'syntax-error', message: 'x' } as const;
    const script = { diagnostics: [diagnostic], statements: [statement({}), statement({ diagnostics: [diagnostic] })] };
    expect(diagnosticsOf(script).map(({ place }) => place)).toEqual([null, 1]);
  });
});
