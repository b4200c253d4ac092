import { describe, expect, it } from 'vitest';
import type { Edge, Lineage, Step } from '../api/types';
import { counts, NO_STATUS, wantedOf } from './filter';
import { rowsOf } from './rows';

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  displayName: id,
  type: 'Processing',
  inputs: [],
  outputs: [],
  ...more,
});
const run = (status: string) => ({ status, cacheHit: false, metrics: {} });
const edge = (from: string, to: string, via: Edge['via'] = 'ref:Get'): Edge => ({ from, to, via });

const graph = {
  nodes: [
    step('Prepare', { displayName: 'Prepare features', run: run('Succeeded') }),
    step('Train', { type: 'Training', run: run('Failed') }),
    step('endpoint:live', {
      type: 'Endpoint',
      displayName: 'live',
      deployment: { name: 'live', status: 'InService' },
    }),
    step('Register'),
  ],
  edges: [edge('Prepare', 'Train'), edge('Prepare', 'Train', 'dependsOn'), edge('Train', 'Gone')],
  artifacts: [
    { id: 0, uri: 's3://b/raw/', kind: 'dataset' as const, bucket: 'b', key: 'raw/' },
    { id: 1, uri: 's3://b/Model.tar.gz', kind: 'model' as const, bucket: 'b', key: 'Model.tar.gz' },
  ],
};
const lineage: Lineage = {
  pipeline: { name: 'p', arn: 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/p' },
  summary: { overallStatus: 'Failed', nodeStatus: {} },
  graph,
  graphPipeline: graph,
  graphData: {
    nodes: [],
    edges: [
      { id: '1', kind: 'read', source: 'data:s3://b/raw/', target: 'process:Prepare' },
      { id: '2', kind: 'write', source: 'process:Train', target: 'data:s3://b/Model.tar.gz' },
      { id: '3', kind: 'read', source: 'data:s3://b/Model.tar.gz', target: 'process:Register' },
    ],
  },
  warnings: [],
};
const rows = rowsOf(lineage);
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('rowsOf', () => {
  it('has every step, edge and artifact, in their order', () => {
    expect(ids(rows.steps)).toEqual(['Prepare', 'Train', 'endpoint:live', 'Register']);
    expect(rows.edges.map(({ from, to, edge }) => [from.id, edge.via, to.id])).toEqual([
      ['Prepare', 'ref:Get', 'Train'],
      ['Prepare', 'dependsOn', 'Train'],
      ['Train', 'ref:Get', 'Gone'],
    ]);
    expect(rows.artifacts.map(({ artifact }) => artifact.uri)).toEqual(['s3://b/raw/', 's3://b/Model.tar.gz']);
  });

  it('names each neighbour once, by the name that people see', () => {
    expect(rows.steps[1]?.before).toEqual([{ id: 'Prepare', name: 'Prepare features' }]);
    expect(rows.steps[0]?.after).toEqual([{ id: 'Train', name: 'Train' }]);
  });

  it('names a step that is not there by its id', () => {
    expect(rows.steps[1]?.after).toEqual([{ id: 'Gone', name: 'Gone' }]);
  });

  it('tells how a step ran, how an endpoint is, and that nothing is known', () => {
    expect(rows.steps.map(({ status }) => status)).toEqual(['Succeeded', 'Failed', 'InService', null]);
  });

  it('does not take what is not known for what did not happen', () => {
    const execution = { arn: 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/p/execution/e', status: 'Failed' };
    const { steps } = rowsOf({ ...lineage, execution: { ...execution, parameters: {} } });
    expect(steps.map(({ status }) => status)).toEqual(['Succeeded', 'Failed', 'InService', 'Unknown']);
  });

  it('tells who writes and who reads', () => {
    expect(rows.artifacts.map(({ writers, readers }) => [ids(writers), ids(readers)])).toEqual([
      [[], ['Prepare']],
      [['Train'], ['Register']],
    ]);
  });

  it('does without the graphs that were not asked for', () => {
    const { graphData: _data, graphPipeline: _pipeline, ...rest } = lineage;
    const without = rowsOf({ ...rest, graphData: null });
    expect(without.steps).toHaveLength(4);
    expect(without.artifacts[1]?.writers).toEqual([]);
  });
});

describe('wantedOf', () => {
  it('is all of them by default', () => {
    expect(wantedOf(rows, {})).toEqual(rows);
    expect(wantedOf(rows, { text: '  ' })).toEqual(rows);
  });

  it('looks for a text in any case', () => {
    const found = wantedOf(rows, { text: 'MODEL' });
    expect(found.artifacts.map(({ artifact }) => artifact.id)).toEqual([1]);
    expect(found.steps).toEqual([]);
    expect(ids(wantedOf(rows, { text: 'prepare f' }).steps)).toEqual(['Prepare']);
    expect(wantedOf(rows, { text: 'depends' }).edges).toHaveLength(1);
  });

  it('takes steps by their status, also those that have none', () => {
    expect(ids(wantedOf(rows, { status: 'Failed' }).steps)).toEqual(['Train']);
    expect(ids(wantedOf(rows, { status: NO_STATUS }).steps)).toEqual(['Register']);
  });

  it('takes artifacts by their kind', () => {
    expect(wantedOf(rows, { kind: 'dataset' }).artifacts).toHaveLength(1);
  });

  it('keeps to what is traced', () => {
    const found = wantedOf(rows, { steps: new Set(['Prepare', 'Train']), uris: new Set(['s3://b/raw/']) });
    expect([found.steps.length, found.edges.length, found.artifacts.length]).toEqual([2, 2, 1]);
  });
});

describe('counts', () => {
  it('counts values as they are first seen', () => {
    expect(counts(['b', 'a', 'b'])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});
