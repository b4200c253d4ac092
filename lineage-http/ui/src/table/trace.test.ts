import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Lineage } from '../api/types';

vi.stubGlobal('window', { location: { search: '', pathname: '/' }, addEventListener: () => {} });

let tracedRows: typeof import('./trace').tracedRows;
beforeAll(async () => {
  ({ tracedRows } = await import('./trace'));
});

const step = (id: string) => ({ id, displayName: id, type: 'Processing', inputs: [], outputs: [] });
const data = (uri: string) => ({
  id: `data:${uri}`,
  type: 'dataArtifact' as const,
  label: uri,
  uri,
  meta: {},
});
const process = (stepId: string) => ({
  id: `process:${stepId}`,
  type: 'processNode' as const,
  label: stepId,
  stepId,
  stepType: 'Processing',
});
const graph = {
  nodes: ['A', 'B', 'C'].map(step),
  edges: [
    { from: 'A', to: 'B', via: 'ref:Get' as const },
    { from: 'B', to: 'C', via: 'ref:Get' as const },
  ],
  artifacts: [],
};
const lineage: Lineage = {
  pipeline: { name: 'p', arn: 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/p' },
  summary: { overallStatus: 'Unknown', nodeStatus: {} },
  graph,
  graphPipeline: graph,
  graphData: {
    nodes: [data('s3://b/ab'), data('s3://b/bc'), ...['A', 'B', 'C'].map(process)],
    edges: [
      { id: '1', kind: 'write', source: 'process:A', target: 'data:s3://b/ab' },
      { id: '2', kind: 'read', source: 'data:s3://b/ab', target: 'process:B' },
      { id: '3', kind: 'write', source: 'process:B', target: 'data:s3://b/bc' },
      { id: '4', kind: 'read', source: 'data:s3://b/bc', target: 'process:C' },
    ],
  },
  warnings: [],
};

describe('tracedRows', () => {
  it('is all where nothing is traced', () => {
    expect(tracedRows(lineage, { select: 'step:B' })).toBeNull();
    expect(tracedRows(lineage, { trace: 'up' })).toBeNull();
    expect(tracedRows(lineage, { trace: 'path', select: 'step:B' })).toBeNull();
  });

  it('is what the graphs of steps and of data show', () => {
    const up = tracedRows(lineage, { trace: 'up', select: 'step:B' });
    expect([...(up?.steps ?? [])].sort()).toEqual(['A', 'B']);
    expect([...(up?.uris ?? [])]).toEqual(['s3://b/ab']);
  });

  it('keeps to the depth', () => {
    const down = tracedRows(lineage, { trace: 'down', select: 'step:A', depth: 1 });
    expect([...(down?.steps ?? [])].sort()).toEqual(['A', 'B']);
  });
});
