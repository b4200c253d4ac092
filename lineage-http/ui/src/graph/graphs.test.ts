import { describe, expect, it, vi } from 'vitest';
import type { Lineage, Step } from '../api/types';
import { dataGraph } from './dataGraph';
import { stepGraph } from './stepGraph';

// The address, which what is selected is a part of.
vi.hoisted(() => vi.stubGlobal('window', { location: { search: '', pathname: '/' }, addEventListener: () => {} }));

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  type: 'Training',
  displayName: id,
  inputs: [],
  outputs: [],
  ...more,
});
const run = { status: 'Failed', metrics: {}, cacheHit: true, failureReason: 'no', elapsedSec: 7 };
const place = { x: 100, y: 20, width: 100, height: 78 };

function lineage(more: Partial<Lineage> = {}): Lineage {
  const graph = {
    nodes: [
      step('a', { position: place, run }),
      step('b', { position: { ...place, x: 300 }, displayName: '' }),
      step('later'),
      step('serving', { type: 'Endpoint', deployment: { name: 'serving', status: 'InService' } }),
    ],
    edges: [
      {
        from: 'a',
        to: 'b',
        via: 'ref:Get' as const,
        label: 'x',
        points: [
          { x: 200, y: 59 },
          { x: 250, y: 0 },
          { x: 300, y: 59 },
        ],
      },
      { from: 'a', to: 'b', via: 's3' as const },
      { from: 'a', to: 'b', via: 's3' as const },
      { from: 'gone', to: 'b', via: 'dependsOn' as const },
      { from: 'b', to: 'later', via: 'dependsOn' as const },
    ],
    artifacts: [{ id: 0, uri: 's3://m/x', kind: 'model' as const, bucket: 'm', key: 'x' }],
  };
  return {
    pipeline: { name: 'p', arn: 'arn' },
    execution: { arn: 'e', status: 'Failed', parameters: {} },
    summary: { overallStatus: 'Failed', nodeStatus: {}, elapsedSec: null },
    graph,
    graphPipeline: graph,
    graphData: {
      nodes: [
        {
          type: 'dataArtifact',
          id: 'data:s3://m/x',
          label: 'x',
          uri: 's3://m/x',
          meta: { bucket: 'm' },
          position: place,
        },
        {
          type: 'processNode',
          id: 'process:a',
          label: 'a',
          stepId: 'a',
          stepType: 'Training',
          position: { ...place, x: 300 },
        },
        { type: 'processNode', id: 'process:b', label: 'b', stepId: 'b', stepType: 'Training' },
      ],
      edges: [
        { id: 'w', source: 'process:a', target: 'data:s3://m/x', kind: 'write' },
        { id: 'r', source: 'data:s3://m/x', target: 'process:b', kind: 'read' },
      ],
    },
    warnings: [],
    ...more,
  } as Lineage;
}

describe('the graph of steps', () => {
  const graph = stepGraph(lineage());

  it('has what is known of each step', () => {
    expect(graph.nodes.map(({ name, content }) => [name, content.kind === 'step' && content.status])).toEqual([
      ['a', 'Failed'],
      ['b', 'Unknown'],
      ['later', 'Unknown'],
      ['serving', 'InService'],
    ]);
    expect(graph.byId.get('a')?.content).toMatchObject({ cacheHit: true, failureReason: 'no', elapsedSec: 7 });
  });

  it('tells of no status where there was no execution', () => {
    const { nodes } = stepGraph(lineage({ execution: null }));
    expect(nodes.find(({ id }) => id === 'b')?.content).toMatchObject({ status: null });
  });

  it('draws each arrow once, between boxes that are there', () => {
    expect(graph.edges.map(({ source, target, kind }) => `${source} ${target} ${kind}`)).toEqual([
      'a b ref:Get',
      'a b s3',
      'b later dependsOn',
    ]);
    expect(graph.edges[0]?.points).toEqual([
      { x: 240, y: 59 },
      { x: 300, y: 0 },
      { x: 360, y: 59 },
    ]);
    expect(graph.down.get('a')).toEqual(['b']);
  });

  it('has a place for steps that the server gave none', () => {
    const [later, serving] = [graph.byId.get('later')?.box, graph.byId.get('serving')?.box];
    expect(later?.y).toBeGreaterThan(98);
    expect(serving?.x).toBeGreaterThanOrEqual((later?.x ?? 0) + (later?.width ?? 0));
  });

  it('knows who writes and reads data', () => {
    expect(graph.ends.get('data:s3://m/x')).toEqual({ up: ['a'], down: ['b'] });
    expect(graph.ends.get('step:b')).toEqual({ up: ['b'], down: ['b'] });
  });

  it('does without a graph of data', () => {
    expect(stepGraph(lineage({ graphData: null, graphPipeline: null })).nodes).toHaveLength(4);
  });
});

describe('the graph of data', () => {
  it('has data with its kind, and the steps around it', () => {
    const graph = dataGraph(lineage());
    expect(graph.nodes.map(({ select }) => select)).toEqual(['data:s3://m/x', 'step:a', 'step:b']);
    expect(graph.nodes[0]?.content).toMatchObject({ artifact: 'model', bucket: 'm', posture: null });
    expect(graph.ends.get('step:a')).toEqual({ up: ['process:a'], down: ['process:a'] });
    expect(graph.up.get('process:b')).toEqual(['data:s3://m/x']);
  });

  it('is empty where there is none', () => {
    expect(dataGraph(lineage({ graphData: null })).nodes).toEqual([]);
  });
});
