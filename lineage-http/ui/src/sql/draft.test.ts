import { describe, expect, it } from 'vitest';
import { EMPTY, EXAMPLE, readColumns, requestOf } from './draft';

describe('the columns of tables', () => {
  it.each(['', '  \n', '{}'])('%j says nothing', (text) => {
    expect(readColumns(text)).toEqual({ value: {} });
  });

  it('are lists of names, or names with types', () => {
    const value = { 'a.b': ['x'], c: { y: 'bigint' }, empty: [] };
    expect(readColumns(JSON.stringify(value))).toEqual({ value });
  });

  it('are no broken JSON', () => {
    expect(readColumns('{"a": [')).toMatchObject({ fault: { reason: 'json' } });
  });

  it.each(['[]', '3', 'null', '"a"'])('are not %s', (text) => {
    expect(readColumns(text)).toEqual({ fault: { reason: 'object' } });
  });

  it.each(['{"t": 3}', '{"t": null}', '{"t": [1]}', '{"t": {"x": null}}', '{"t": [["x"]]}'])('are not %s', (text) => {
    expect(readColumns(text)).toEqual({ fault: { reason: 'table', table: 't' } });
  });
});

describe('the question of a draft', () => {
  it('leaves out what is empty', () => {
    expect(requestOf({ ...EMPTY, sql: 'SELECT 1', schema: '  ' }, {})).toEqual({
      sql: 'SELECT 1',
      collapseTemporary: true,
    });
  });

  it('has what is given', () => {
    const draft = { ...EMPTY, sql: 'x', dialect: 'hive', catalog: 'c', schema: ' s ', collapse: false };
    expect(requestOf(draft, { t: ['a'] })).toEqual({
      sql: 'x',
      dialect: 'hive',
      defaultCatalog: 'c',
      defaultSchema: 's',
      schemas: { t: ['a'] },
      collapseTemporary: false,
    });
  });

  it('of the example is sound', () => {
    expect(readColumns(EXAMPLE.columns)).toHaveProperty('value');
  });
});
