import type { TextPosition } from '../api/types';

/** Where a position is in a text, in the units that a text area counts in. Beyond an end, that end. */
export function offsetOf(text: string, { line, column }: TextPosition): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  const words = text.slice(start, end < 0 ? text.length : end);
  // The server counts characters; JavaScript counts some of them as two.
  const before = Array.from(words).slice(0, Math.max(0, column - 1));
  return start + before.join('').length;
}

export const formatPosition = ({ line, column }: TextPosition): string => `${line}:${column}`;
