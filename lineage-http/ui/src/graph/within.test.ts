import { describe, expect, it } from 'vitest';
import type { ArtifactKind, Edge, Lineage } from '../api/types';
import { usersOfPlace } from './users';
import { within } from './within';

interface Use {
  writes?: string[];
  reads?: string[];
}

function lineage(steps: Record<string, Use>, arrows: [string, string, Edge['via']?][], kinds = {}): Lineage {
  const ofKind: Record<string, ArtifactKind> = kinds;
  const uses = Object.entries(steps).map(([id, { writes = [], reads = [] }]) => ({ id, writes, reads }));
  const uris = [...new Set(uses.flatMap(({ writes, reads }) => [...writes, ...reads]))];
  const graph = {
    nodes: uses.map(({ id }) => ({ id, displayName: id, type: 'Processing', inputs: [], outputs: [] })),
    edges: arrows.map(([from, to, via = 's3']) => ({ from, to, via })),
    artifacts: uris.map((uri, id) => ({ id, uri, kind: ofKind[uri] ?? 'dataset' })),
  };
  return {
    pipeline: { name: 'p', arn: 'arn' },
    summary: { overallStatus: 'Unknown', nodeStatus: {} },
    graph,
    graphPipeline: graph,
    graphData: {
      nodes: uris.map((uri) => ({ id: `data:${uri}`, type: 'dataArtifact', label: uri, uri, meta: {} })),
      edges: uses.flatMap(({ id, writes, reads }) => [
        ...writes.map((uri) => ({ id: '', kind: 'write' as const, source: `process:${id}`, target: `data:${uri}` })),
        ...reads.map((uri) => ({ id: '', kind: 'read' as const, source: `data:${uri}`, target: `process:${id}` })),
      ]),
    },
    warnings: [],
  };
}

const found = (of: Lineage) =>
  within(of).map(
    ({ source, target, isAround }) => `${source.slice(5)} ${isAround ? 'holds' : 'in'} ${target.slice(5)}`,
  );

describe('data inside other data', () => {
  it.each([
    ['s3://b/d', 's3://b/d/x', ['s3://b/d holds s3://b/d/x']],
    ['S3://b/d/', 's3://b/d/x/y/', ['S3://b/d/ holds s3://b/d/x/y/']],
    ['s3://b/d/x', 's3://b/d/', ['s3://b/d/x in s3://b/d/']],
    ['s3://b/d', 's3://b/d/{ForEach.CurrentItem}', ['s3://b/d holds s3://b/d/{ForEach.CurrentItem}']],
    ['s3://b/d', 's3://b/dx', []],
    ['s3://b/d', 's3://b/D/x', []],
    ['s3://b', 's3://b/d', []],
    ['s3://b/d', 's3://b/', []],
    ['s3://b/d', 's3://b/d/', []],
    ['s3://b/d', 's3://c/d/x', []],
    ['s3://b/d', 's3://b/d/{?}', []],
    ['athena://b/d', 'athena://b/d/x', []],
  ])('%s and %s: %j', (write, read, expected) => {
    expect(found(lineage({ A: { writes: [write] }, B: { reads: [read] } }, [['A', 'B']]))).toEqual(expected);
  });

  it('takes steps that an arrow joins, whatever it tells but a clean-up, and each once', () => {
    const steps = { A: { writes: ['s3://b/d'] }, B: { reads: ['s3://b/d/x'] } };
    expect(found(lineage(steps, []))).toEqual([]);
    expect(found(lineage(steps, [['B', 'A']]))).toEqual([]);
    expect(found(lineage(steps, [['A', 'B', 'cleanup']]))).toEqual([]);
    const arrows: [string, string, Edge['via']][] = [
      ['A', 'B', 'ref:Get'],
      ['A', 'B', 'dependsOn'],
    ];
    expect(found(lineage(steps, arrows))).toHaveLength(1);
  });

  it.each(['code', 'checkpoint', 'other'])('leaves %s out', (kind) => {
    const steps = { A: { writes: ['s3://b/d'] }, B: { reads: ['s3://b/d/x'] } };
    expect(found(lineage(steps, [['A', 'B']], { 's3://b/d': kind }))).toEqual([]);
    expect(found(lineage(steps, [['A', 'B']], { 's3://b/d/x': kind }))).toEqual([]);
  });

  it('is the same whichever step has more places', () => {
    const more = ['s3://b/1', 's3://b/2'];
    const expected = ['s3://b/d holds s3://b/d/x', 's3://b/d/z/1 in s3://b/d/z'];
    const [writes, reads] = [
      ['s3://b/d', 's3://b/d/z/1'],
      ['s3://b/d/x', 's3://b/d/z'],
    ];
    for (const of of [
      { A: { writes: [...writes, ...more] }, B: { reads } },
      { A: { writes }, B: { reads: [...reads, ...more] } },
    ]) {
      expect(found(lineage(of, [['A', 'B']]))).toEqual(expect.arrayContaining(expected));
    }
  });

  it('costs little where a thousand steps read what one writes', () => {
    const writes = Array.from({ length: 1000 }, (_, i) => `s3://b/d/${i}`);
    const steps: Record<string, Use> = { A: { writes } };
    const arrows: [string, string][] = [];
    for (let i = 0; i < 1000; i += 1) {
      steps[`B${i}`] = { reads: [`s3://b/d/${i}/x`] };
      arrows.push(['A', `B${i}`]);
    }
    const of = lineage(steps, arrows);
    const start = performance.now();
    expect(within(of)).toHaveLength(1000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('who uses a place', () => {
  const of = lineage({ A: { writes: ['s3://b/d', 's3://b/d/own'] }, B: { reads: ['s3://b/d/x', 's3://b/d/own'] } }, [
    ['A', 'B'],
  ]);

  it('are also those that use one around or in it', () => {
    expect(usersOfPlace(of, 's3://b/d/x').writers).toEqual([{ id: 'A', through: { uri: 's3://b/d', isAround: true } }]);
    expect(usersOfPlace(of, 's3://b/d').readers).toEqual([
      { id: 'B', through: { uri: 's3://b/d/x', isAround: false } },
    ]);
  });

  it('tells the place itself where a step uses it too', () => {
    expect(usersOfPlace(of, 's3://b/d/own').writers).toEqual([{ id: 'A', through: null }]);
  });

  it('are none of what is not there', () => {
    expect(usersOfPlace(of, 's3://b/none')).toEqual({ writers: [], readers: [] });
  });
});
