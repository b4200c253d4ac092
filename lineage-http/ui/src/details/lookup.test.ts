import { describe, expect, it } from 'vitest';
import type { Artifact, Lineage } from '../api/types';
import { datasetOf, executionOf, findArtifact, holderOf, neighboursOf, usersOf } from './lookup';

const artifact = (uri: string, bucket: string | null, key: string | null, id = 0): Artifact => ({
  id,
  uri,
  bucket,
  key,
  kind: 'dataset',
});

const step = (id: string) => ({ id, type: 'Processing', displayName: `${id}!`, inputs: [], outputs: [] });

const lake = artifact('s3://lake/raw', 'lake', 'raw');
const model = artifact('s3://lake/raw/model', 'lake', 'raw/model', 1);
const lineage: Lineage = {
  pipeline: { name: 'p', arn: 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/p' },
  summary: { overallStatus: 'Unknown', nodeStatus: {} },
  graph: {
    nodes: [step('A'), step('B')],
    edges: [
      { from: 'A', to: 'B', via: 'dependsOn' },
      { from: 'A', to: 'B', via: 'ref:Get', label: 'train' },
    ],
    artifacts: [lake, model],
  },
  graphData: {
    nodes: [
      { id: 'data:s3://lake/raw', type: 'dataArtifact', label: 'raw', uri: 's3://lake/raw', meta: {} },
      { id: 'process:A', type: 'processNode', label: 'A!', stepId: 'A', stepType: 'Processing' },
      { id: 'process:B', type: 'processNode', label: 'B!', stepId: 'B', stepType: 'Training' },
    ],
    edges: [
      { id: '1', source: 'process:A', target: 'data:s3://lake/raw', kind: 'write' },
      { id: '2', source: 'data:s3://lake/raw', target: 'process:B', kind: 'read' },
    ],
  },
  warnings: [],
};

describe('what is selected and what is around it', () => {
  it('finds an artifact however its URI is written', () => {
    expect(findArtifact(lineage, 's3://lake/raw/')).toBe(lake);
    expect(findArtifact(lineage, 'S3://lake/raw')).toBe(lake);
    expect(findArtifact(lineage, 's3://lake/RAW')).toBeUndefined();
  });

  it('finds the innermost artifact that holds an object', () => {
    expect(holderOf(lineage, 's3://lake/raw/model/x.json')).toBe(model);
    expect(holderOf(lineage, 's3://lake/rawest/x.json')).toBeUndefined();
  });

  it('joins all arrows between two steps', () => {
    const { before, after } = neighboursOf(lineage, 'B');
    expect(after).toEqual([]);
    expect(before).toEqual([
      {
        id: 'A',
        name: 'A!',
        type: 'Processing',
        reasons: [
          { via: 'dependsOn', label: null },
          { via: 'ref:Get', label: 'train' },
        ],
      },
    ]);
  });

  it('tells who writes and who reads', () => {
    const { writers, readers } = usersOf(lineage, lake);
    expect(writers.map(({ id }) => id)).toEqual(['A']);
    expect(readers).toEqual([{ id: 'B', name: 'B!', type: 'Training' }]);
    expect(usersOf(lineage, model)).toEqual({ writers: [], readers: [] });
  });

  it('names executions of the same pipeline alone', () => {
    const arn = 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/p';
    expect(executionOf(`${arn}/execution/abc`, lineage)).toBe('abc');
    expect(executionOf(`${arn}2/execution/abc`, lineage)).toBeNull();
    expect(executionOf(`${arn}/execution/a/b`, lineage)).toBeNull();
    expect(executionOf(null, lineage)).toBeNull();
  });

  it.each([
    [artifact('s3://lake/raw/', 'lake', 'raw/'), { bucket: 'lake', prefix: 'raw' }],
    [artifact('s3://lake', 'lake', null), { bucket: 'lake', prefix: '' }],
    [artifact('s3://lake/', 'lake', ''), { bucket: 'lake', prefix: '' }],
    [artifact('s3://lake/{Parameters.Key}', 'lake', null), null],
    [artifact('s3://lake/{Parameters.Key}/a', 'lake', '{Parameters.Key}/a'), null],
    [artifact('s3://lake/{odd}/a', 'lake', '{odd}/a'), { bucket: 'lake', prefix: '{odd}/a' }],
    [artifact('s3://{Parameters.Bucket}/raw', null, 'raw'), null],
  ])('%j is a dataset of its bucket, if that can be told', (one, expected) => {
    expect(datasetOf(one)).toEqual(expected);
  });
});
