import { describe, expect, it } from 'vitest';
import type { Lineage } from '../api/types';
import { type ColumnLineage, columnsOfStep, onlyTable } from './columns';

const column = (table: string | null, name: string): ColumnLineage => ({
  from: { table, column: name },
  to: { table: 'out', column: name },
  type: 'DIRECT',
  subtype: 'IDENTITY',
});

describe('column lineage', () => {
  it('names a table once where there is one alone', () => {
    expect(onlyTable([column('a', 'x'), column('a', 'y')], 'from')).toBe('a');
    expect(onlyTable([column('a', 'x'), column('b', 'y')], 'from')).toBeUndefined();
    expect(onlyTable([column(null, 'x')], 'from')).toBeUndefined();
    expect(onlyTable([], 'from')).toBeUndefined();
  });

  it('gathers what is told on a step, on its arrows and on its data', () => {
    const step = { id: 'A', type: 'Processing', displayName: 'A', inputs: [], outputs: [] };
    const lineage: Lineage = {
      pipeline: {},
      summary: { overallStatus: 'Unknown', nodeStatus: {} },
      graph: {
        nodes: [step],
        edges: [
          { from: 'A', to: 'B', via: 's3', columnLineage: [column('a', 'x')] },
          { from: 'B', to: 'C', via: 's3', columnLineage: [column('a', 'x')] },
          { from: 'A', to: 'C', via: 's3' },
        ],
        artifacts: [
          { id: 0, uri: 's3://lake/a', kind: 'dataset', columnLineage: [column('a', 'x')] },
          { id: 1, uri: 's3://lake/b', kind: 'dataset', columnLineage: [column('a', 'x')] },
        ],
      },
      graphData: {
        nodes: [{ id: 'process:A', type: 'processNode', label: 'A', stepId: 'A', stepType: 'Processing' }],
        edges: [{ id: '1', source: 'process:A', target: 'data:s3://lake/a', kind: 'write' }],
      },
      warnings: [],
    };
    const places = columnsOfStep(lineage, { ...step, columnLineage: [column('a', 'z')] });
    expect(places.map(({ place }) => place)).toEqual([null, 'A → B', 's3://lake/a']);
    expect(columnsOfStep({ ...lineage, graphData: null }, step).map(({ place }) => place)).toEqual(['A → B']);
  });
});
