import type { EdgeKind } from './model';

/** The class of a kind: CSS names have no colon. */
export const kindClass = (kind: EdgeKind): string => (kind === 'ref:Get' ? 'refGet' : kind);

/** The id of the head of arrows of a kind. */
export const headOf = (graph: string, kind: EdgeKind): string => `${graph}-head-${kindClass(kind)}`;
