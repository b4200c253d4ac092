import { describe, expect, it } from 'vitest';
import { MARK, marksOf } from './marks';
import { type Ends, type GraphModel, type GraphNode, model } from './model';
import { matching, traced } from './trace';

const node = (id: string, index: number): GraphNode => ({
  id,
  name: id.toUpperCase(),
  select: `step:${id}`,
  box: { x: index * 100, y: 0, width: 80, height: 50 },
  content: {
    kind: 'step',
    type: 'Training',
    status: null,
    noRun: null,
    elapsedSec: null,
    cacheHit: false,
    failureReason: null,
    runs: 0,
  },
});

// a -> b -> c -> d, b -> e; b writes data that c and e read.
const graph: GraphModel = model(
  'pipeline',
  ['a', 'b', 'c', 'd', 'e'].map(node),
  ['ab', 'bc', 'cd', 'be'].map((id) => ({
    id,
    source: id.charAt(0),
    target: id.charAt(1),
    kind: 's3',
    label: null,
    points: [],
  })),
  new Map<string, Ends>([
    ...['a', 'b', 'c', 'd', 'e'].map((id) => [`step:${id}`, { up: [id], down: [id] }] as [string, Ends]),
    ['data:s3://x', { up: ['b'], down: ['c', 'e'] }],
  ]),
);

const show = (ids: Set<string> | null) => (ids ? [...ids].sort().join('') : null);

describe('traces', () => {
  it.each([
    [{ trace: 'all', select: 'step:b' }, null],
    [{ trace: 'up' }, null],
    [{ trace: 'up', select: 'step:c' }, 'abc'],
    [{ trace: 'up', select: 'step:c', depth: 1 }, 'bc'],
    [{ trace: 'down', select: 'step:b' }, 'bcde'],
    [{ trace: 'down', select: 'step:a', depth: 2 }, 'abce'],
    [{ trace: 'both', select: 'step:c' }, 'abcd'],
    [{ trace: 'path', select: 'step:a' }, null],
    [{ trace: 'path', select: 'step:a', to: 'step:d' }, 'abcd'],
    [{ trace: 'path', select: 'step:d', to: 'step:a' }, 'abcd'],
    [{ trace: 'path', select: 'step:e', to: 'step:d' }, ''],
    [{ trace: 'up', select: 'data:s3://x' }, 'ab'],
    [{ trace: 'up', select: 'data:s3://x', depth: 1 }, 'b'],
    [{ trace: 'both', select: 'data:s3://x', depth: 1 }, 'bce'],
    [{ trace: 'path', select: 'data:s3://x', to: 'step:d' }, 'cd'],
    [{ trace: 'path', select: 'data:s3://x', to: 'step:a' }, 'ab'],
    [{ trace: 'both', select: 'step:gone' }, ''],
  ] as const)('%j shows %s', (of, expected) => {
    expect(show(traced(graph, { select: undefined, to: undefined, depth: undefined, ...of }))).toBe(expected);
  });
});

describe('what is searched', () => {
  it.each([
    ['B', 'b'],
    [' train ', 'abcde'],
    ['', ''],
    [undefined, ''],
    ['nothing', ''],
  ])('%s finds %s', (filter, expected) => {
    expect(matching(graph, filter).join('')).toBe(expected);
  });
});

describe('marks', () => {
  const none = { select: undefined, to: undefined, shown: null, matches: [], found: null, focus: null };
  it('tells what is selected and what is beside it', () => {
    const { nodes, edges, others } = marksOf(graph, { ...none, select: 'step:b' });
    expect(nodes).toEqual(new Map(Object.entries({ b: MARK.selected, a: MARK.near, c: MARK.near, e: MARK.near })));
    expect([...edges.keys()]).toEqual(['ab', 'bc', 'be']);
    expect(others).toBe(0);
  });

  it('tells who writes and reads data', () => {
    const { nodes, edges } = marksOf(graph, { ...none, select: 'data:s3://x' });
    expect(nodes).toEqual(new Map(Object.entries({ b: MARK.writer, c: MARK.reader, e: MARK.reader })));
    expect([...edges.keys()]).toEqual(['bc', 'be']);
  });

  it('hides what a trace leaves out, and still finds it', () => {
    const { nodes, edges, others } = marksOf(graph, {
      ...none,
      shown: new Set(['a', 'b']),
      matches: ['d'],
      focus: 'a',
    });
    expect(others).toBe(MARK.hidden);
    expect(nodes).toEqual(new Map(Object.entries({ a: MARK.focus, b: 0, d: MARK.hidden | MARK.match })));
    expect([...edges]).toEqual([['ab', 0]]);
  });
});
