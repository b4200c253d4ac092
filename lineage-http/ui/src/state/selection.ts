import { go, usePlace } from './place';

/** What is selected: a step by its id, or data by its URI. */
export type Selection = { kind: 'step'; id: string } | { kind: 'data'; uri: string };

export function parseSelection(text: string | undefined): Selection | null {
  if (text?.startsWith('step:')) return { kind: 'step', id: text.slice('step:'.length) };
  if (text?.startsWith('data:')) return { kind: 'data', uri: text.slice('data:'.length) };
  return null;
}

export const formatSelection = (selection: Selection): string =>
  selection.kind === 'step' ? `step:${selection.id}` : `data:${selection.uri}`;

/** Selects; with null, lets go of what is selected and of what was shown around it. */
export function select(selection: Selection | null): void {
  const schema = { version: undefined, against: undefined };
  if (selection) go({ select: formatSelection(selection), to: undefined, ...schema });
  else go({ select: undefined, to: undefined, trace: undefined, depth: undefined, ...schema });
}

export const useSelection = (): Selection | null => parseSelection(usePlace().select);
