import type { Language } from './language';

const INVALID = '—';

/** A time as people of that language write it, in their own time zone. */
export function time(at: string | null | undefined, language: Language): string {
  const date = at ? new Date(at) : null;
  if (!date || Number.isNaN(date.getTime())) return INVALID;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
}

/** Seconds as hours, minutes and seconds. */
export function elapsed(seconds: number | null | undefined, language: Language): string {
  if (seconds === null || seconds === undefined) return INVALID;
  const units = language === 'ko' ? ['일', '시간', '분', '초'] : ['d', 'h', 'min', 's'];
  const parts = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    Math.floor(seconds) % 60,
  ];
  const first = parts.findIndex((part) => part > 0);
  if (first < 0) return `0 ${units[3]}`;
  // Two units say enough.
  const shown = parts.map((part, i) => ({ part, unit: units[i] })).slice(first, first + 2);
  return shown
    .filter(({ part }) => part > 0)
    .map(({ part, unit }) => `${part} ${unit}`)
    .join(' ');
}

/** How many there are: exact, however many. */
export const count = (value: number, language: Language): string => new Intl.NumberFormat(language).format(value);

/** What was measured, rounded: show the exact value as well, such as in a title. */
export const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }).format(value);
