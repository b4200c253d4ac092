import { describe, expect, it } from 'vitest';
import type { FeatureGroup } from '../api/types';
import { named, partsOf, typeOf } from './list';

const items = ['customer-churn-scores', 'Session-Signals'].map((name) => ({ name, arn: name }));
const group: FeatureGroup = {
  featureGroupName: 'g',
  featureGroupArn: 'arn:aws:sagemaker:us-east-1:111122223333:feature-group/g',
  features: [],
  onlineStore: { enabled: true },
  recordIdentifier: 'id',
  eventTime: 'at',
  warnings: [],
};

describe('named', () => {
  it('looks for a text in any case', () => {
    expect(named(items, 'SIGNALS ').map(({ name }) => name)).toEqual(['Session-Signals']);
    expect(named(items, undefined)).toHaveLength(2);
    expect(named(items, 'x')).toEqual([]);
  });
});

describe('partsOf', () => {
  it('marks the record identifier and the event time', () => {
    expect(partsOf({ name: 'id', type: 'String' }, group)).toEqual(['recordIdentifier']);
    expect(partsOf({ name: 'at', type: 'String' }, group)).toEqual(['eventTime']);
    expect(partsOf({ name: 'x', type: 'String' }, group)).toEqual([]);
    expect(partsOf({ name: 'id', type: 'String' }, { ...group, eventTime: 'id' })).toHaveLength(2);
  });
});

describe('typeOf', () => {
  it('tells of collections', () => {
    expect(typeOf({ name: 'x', type: 'Fractional', collectionType: 'Vector' })).toBe('Vector<Fractional>');
    expect(typeOf({ name: 'x', type: 'Integral', collectionType: null })).toBe('Integral');
  });
});
