import { type Change, go, usePlace } from './place';

/** What is selected: a step by its id, or data by its URI. */
export type Selection = { kind: 'step'; id: string } | { kind: 'data'; uri: string };

export function parseSelection(text: string | undefined): Selection | null {
  if (text?.startsWith('step:')) return { kind: 'step', id: text.slice('step:'.length) };
  if (text?.startsWith('data:')) return { kind: 'data', uri: text.slice('data:'.length) };
  return null;
}

export const formatSelection = (selection: Selection): string =>
  selection.kind === 'step' ? `step:${selection.id}` : `data:${selection.uri}`;

const noSchema = { version: undefined, against: undefined };

/** Where a link leads that selects. */
export const toSelect = (selection: Selection): Change => ({
  select: formatSelection(selection),
  to: undefined,
  ...noSchema,
});

/** Selects; with null, lets go of what is selected and of what was shown around it. */
export function select(selection: Selection | null): void {
  if (selection) go(toSelect(selection));
  else go({ select: undefined, to: undefined, trace: undefined, depth: undefined, ...noSchema });
}

export const useSelection = (): Selection | null => parseSelection(usePlace().select);
