import type { FeatureGroup, FeatureGroupItem } from '../api/types';

/** The feature groups that have the text in their names, in any case. */
export function named(items: readonly FeatureGroupItem[], text: string | undefined): FeatureGroupItem[] {
  const sought = text?.trim().toLowerCase() ?? '';
  return items.filter(({ name }) => name.toLowerCase().includes(sought));
}

export type Feature = FeatureGroup['features'][number];

/** What a feature is for, beside being one. */
export type Part = 'recordIdentifier' | 'eventTime';

export function partsOf({ name }: Feature, group: FeatureGroup): Part[] {
  const parts: Part[] = [];
  if (name === group.recordIdentifier) parts.push('recordIdentifier');
  if (name === group.eventTime) parts.push('eventTime');
  return parts;
}

/** The type, with what it is many of. */
export const typeOf = ({ type, collectionType }: Feature): string =>
  collectionType ? `${collectionType}<${type}>` : type;
