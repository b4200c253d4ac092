import { describe, expect, it, vi } from 'vitest';
import { countOf, fieldsOf, samplesOf } from './fields';
import { policyOf } from './policy';

vi.stubGlobal('document', { baseURI: 'http://localhost/' });
const { nextOf } = await import('./queries');

describe('schemas', () => {
  it('puts the fields of a nested column below it', () => {
    const columns = [
      { name: 'id', type: 'int64', nullable: false },
      {
        name: 'tags',
        type: 'list<element: string>',
        nullable: true,
        children: [{ name: 'element', type: 'string', nullable: true }],
      },
      { name: 'id', type: 'string', nullable: true, partition: true },
    ];
    const fields = fieldsOf(columns);
    expect(fields.map(({ name, depth, partition }) => [name, depth, partition])).toEqual([
      ['id', 0, false],
      ['tags', 0, false],
      ['element', 1, false],
      ['id', 0, true],
    ]);
    expect(new Set(fields.map(({ path }) => path)).size).toBe(4);
  });

  it('takes samples from what has their form alone', () => {
    expect(samplesOf({ files: [{ uri: 's3://b/a', num_rows: 3 }, { uri: 's3://b/c' }, null, 4, { uri: 5 }] })).toEqual([
      { uri: 's3://b/a', rows: 3, more: [] },
      { uri: 's3://b/c', rows: null, more: [] },
    ]);
    for (const meta of [null, undefined, {}, [], { files: 'x' }]) expect(samplesOf(meta)).toEqual([]);
  });

  it('tells what else an object tells of itself', () => {
    const dialect = { delimiter: ',', header: true };
    const file = { uri: 's3://b/a', records: 9, compression: 'gzip', encoding: null, key_value_metadata: [], dialect };
    const more = [
      ['compression', 'gzip'],
      ['dialect', '{"delimiter":",","header":true}'],
    ];
    expect(samplesOf({ files: [file] })).toEqual([{ uri: 's3://b/a', rows: 9, more }]);
    expect(samplesOf({ files: [{ uri: 's3://b/a', key_value_metadata: ['pandas', 'a'] }] })[0]?.more).toEqual([
      ['key_value_metadata', 'pandas, a'],
    ]);
    expect([countOf({ num_objects: 3 }, 'num_objects'), countOf(null, 'x'), countOf({ x: '3' }, 'x')]).toEqual([
      3,
      null,
      null,
    ]);
  });

  it('leaves out of a policy what is so by default', () => {
    expect(policyOf({ compatibility: 'none', widen: 'lossless' })).toEqual({});
    expect(policyOf({ compatibility: 'full', widen: 'string' })).toEqual({ compatibility: 'full', widen: 'string' });
  });

  it('finds the next page', () => {
    expect(nextOf('<?limit=100&cursor=3>; rel="next"')).toBe(3);
    expect(nextOf('<?cursor=12&region=x>; rel="next"')).toBe(12);
    expect(nextOf('<?cursor=12>; rel="prev"')).toBeNull();
    expect(nextOf(null)).toBeNull();
  });
});
