import { describe, expect, it } from 'vitest';
import { columnGraph, columnOf, reach, splitName } from './columns';
import { edge, statement } from './sample';

const insert = statement({
  target: 't',
  sources: ['s', 'u'],
  mapping: [
    { to: 't.x', from: ['s.a'] },
    { to: 't.y', from: ['u.b'] },
    { to: 't.z', from: [] },
  ],
  edges: [edge('u.b', 't.y', 'AGGREGATION'), edge('s.a', 't.x')],
  datasetEdges: [edge('s.k', 't.', 'JOIN')],
});

const shape = (graph: ReturnType<typeof columnGraph>) => ({
  boxes: graph.boxes.map((box) => `${box.id}(${box.columns})`),
  lines: graph.lines.map(
    ({ from, to, subtype }) => `${from.box}.${from.column ?? ''} ${subtype} ${to.box}.${to.column ?? ''}`,
  ),
});

describe('the picture of columns', () => {
  it('has the columns of a target in its order, also those without a source', () => {
    expect(shape(columnGraph([insert], false))).toEqual({
      boxes: ['table:s(a)', 'table:t(x,y,z)', 'table:u(b)'],
      lines: ['table:u.b AGGREGATION table:t.y', 'table:s.a IDENTITY table:t.x'],
    });
    expect(columnGraph([insert], false).hidden).toBe(1);
  });

  it('has what columns depend on, when asked', () => {
    const graph = columnGraph([insert], true);
    expect(graph.hidden).toBe(0);
    expect(shape(graph).lines).toContain('table:s.k JOIN table:t.');
    expect(graph.boxes.find(({ name }) => name === 's')?.columns).toEqual(['a', 'k']);
  });

  it('chains statements by their tables', () => {
    const next = statement({ index: 1, target: 'v', sources: ['t'], edges: [edge('t.x', 'v.q')] });
    const graph = columnGraph([insert, next], false);
    expect(graph.links).toContainEqual(['table:t', 'table:v']);
    const t = graph.boxes.find(({ name }) => name === 't');
    expect(t).toMatchObject({ isRead: true, isWritten: true });
  });

  it('tells a table that a statement reads and writes from itself', () => {
    const update = statement({ target: 't', edges: [edge('t.y', 't.x', 'TRANSFORMATION')] });
    expect(shape(columnGraph([update], false))).toEqual({
      boxes: ['table:t(x)', 'before:t(y)'],
      lines: ['before:t.y TRANSFORMATION table:t.x'],
    });
  });

  it('has a result of its own for each query, and one place for columns of no decided table', () => {
    const query = (index: number) =>
      statement({ index, kind: 'select', mapping: [{ to: 'z', from: ['?.z'] }], edges: [edge('.z', '.z')] });
    expect(shape(columnGraph([query(0), query(1)], false))).toEqual({
      boxes: ['result:0(z)', 'undecided:(z)', 'result:1(z)'],
      lines: ['undecided:.z IDENTITY result:0.z', 'undecided:.z IDENTITY result:1.z'],
    });
  });

  it('has tables of which no columns are known', () => {
    const values = statement({ target: 'v' });
    expect(shape(columnGraph([values], false)).boxes).toEqual(['table:v()']);
    expect(columnGraph([statement({ kind: 'error' }), statement({ kind: 'other' })], true).boxes).toEqual([]);
  });

  it('has the same edge of two statements once', () => {
    expect(columnGraph([insert, { ...insert, index: 1 }], true).lines).toHaveLength(3);
  });
});

describe('names', () => {
  it.each([
    ['a.b.c', 'c', 'a.b'],
    ['t', 't', ''],
    ['s3://b/p/q/', 'q/', 's3://b/p/'],
    ['s3://b/p', 'p', 's3://b/'],
  ])('%s is %s in %s', (name, own, before) => {
    expect(splitName(name)).toEqual({ own, before });
  });

  it('of columns come after those of their tables', () => {
    expect(columnOf('a.t.x.y', 'a.t')).toBe('x.y');
    expect(columnOf('a.t.x', null)).toBe('a.t.x');
    expect(columnOf('x', 'a.t')).toBe('x');
  });
});

describe('the reach of a column', () => {
  const chain = columnGraph(
    [
      statement({ target: 'b', edges: [edge('a.x', 'b.x'), edge('a.y', 'b.y'), edge('a.y', 'b.x')] }),
      statement({ index: 1, target: 'c', edges: [edge('b.x', 'c.x'), edge('b.y', 'c.y')] }),
    ],
    false,
  ).lines;

  it('is what it comes from and goes to, not what else that feeds', () => {
    const { columns, lines } = reach(chain, 'table:b\0x');
    expect([...columns].map((key) => key.replace('\0', '.')).sort()).toEqual([
      'table:a.x',
      'table:a.y',
      'table:b.x',
      'table:c.x',
    ]);
    expect(lines.size).toBe(3);
  });

  it('ends in a cycle', () => {
    const cycle = columnGraph(
      [
        statement({ target: 'b', edges: [edge('a.x', 'b.x')] }),
        statement({ target: 'a', edges: [edge('b.x', 'a.x')] }),
      ],
      false,
    ).lines;
    expect(reach(cycle, 'table:a\0x').lines.size).toBe(2);
  });

  it('of a column without lines is itself', () => {
    expect(reach(chain, 'nothing')).toEqual({ columns: new Set(['nothing']), lines: new Set() });
  });
});
