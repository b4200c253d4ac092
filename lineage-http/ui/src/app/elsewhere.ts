import type { Change } from '../state/place';

/** What goes with a pipeline goes when another one is chosen. */
export const ELSEWHERE: Change = {
  execution: undefined,
  select: undefined,
  to: undefined,
  trace: undefined,
  depth: undefined,
  filter: undefined,
  status: undefined,
  kind: undefined,
  version: undefined,
  against: undefined,
};
