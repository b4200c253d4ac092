import { createContext } from 'react';

/** The columns and lines that stand out; null where none does. */
export type Highlight = { columns: ReadonlySet<string>; lines: ReadonlySet<string>; start: string } | null;

/** In a context, so that what is pointed at draws no table anew that has nothing to do with it. */
export const HighlightContext = createContext<Highlight>(null);
