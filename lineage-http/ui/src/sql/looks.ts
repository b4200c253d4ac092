import type { Line, Subtype } from './columns';

/** How a kind of edge is drawn: never told by its colour alone. */
export interface Look {
  colour: string;
  width: number;
  /** On the edge. None for what is as it was. */
  sign: string;
}

const LOOKS: Record<Subtype, Look> = {
  IDENTITY: { colour: 'var(--neutral)', width: 1.5, sign: '' },
  TRANSFORMATION: { colour: 'var(--accent)', width: 1.5, sign: 'ƒ' },
  AGGREGATION: { colour: 'var(--ok)', width: 2.25, sign: 'Σ' },
  JOIN: { colour: 'var(--warn)', width: 1.25, sign: 'J' },
  FILTER: { colour: 'var(--warn)', width: 1.25, sign: 'F' },
  GROUP_BY: { colour: 'var(--warn)', width: 1.25, sign: 'G' },
  SORT: { colour: 'var(--warn)', width: 1.25, sign: 'S' },
  WINDOW: { colour: 'var(--warn)', width: 1.25, sign: 'W' },
  CONDITIONAL: { colour: 'var(--warn)', width: 1.25, sign: 'C' },
};

const UNKNOWN: Look = { colour: 'var(--neutral)', width: 1.25, sign: '?' };

/** A kind that this page does not know yet is drawn as such. */
export const lookOf = (subtype: string): Look => (LOOKS as Record<string, Look>)[subtype] ?? UNKNOWN;

export const isDashed = (subtype: string): boolean => !['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'].includes(subtype);

/** What is written on an edge. */
export const signOf = (line: Pick<Line, 'subtype' | 'isMasked'>): string =>
  [lookOf(line.subtype).sign, line.isMasked ? 'M' : ''].filter(Boolean).join(' ');

/** The kinds of edges that there are, in a fixed order. */
export const kindsOf = (lines: readonly Line[]): Subtype[] => {
  const there = new Set(lines.map(({ subtype }) => subtype));
  const known = Object.keys(LOOKS).filter((name): name is Subtype => there.has(name as Subtype));
  return [...known, ...[...there].filter((name) => !(name in LOOKS))];
};
