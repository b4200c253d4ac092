import { useSyncExternalStore } from 'react';
import { preference } from '../state/preference';

export const LANGUAGES = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof LANGUAGES;

const stored = preference<Language>('language', (value): value is Language => value in LANGUAGES);

function fromBrowser(): Language {
  return navigator.languages.some((name) => name.toLowerCase().startsWith('ko')) ? 'ko' : 'en';
}

export const useLanguage = (): Language => useSyncExternalStore(stored.subscribe, () => stored.get() ?? fromBrowser());

export const setLanguage = stored.set;

/** What a part of the page says, in every language, with the same keys in each. */
export type Texts<T> = Record<Language, T>;

/** The texts of the language that was chosen. */
export const useTexts = <T>(texts: Texts<T>): T => texts[useLanguage()];
