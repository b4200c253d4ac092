import { count } from '../i18n/format';
import { type Texts, useLanguage, useTexts } from '../i18n/language';

const texts: Texts<(shown: string, all: string) => string> = {
  en: (shown, all) => `Showing ${shown} of ${all}`,
  ko: (shown, all) => `${all}개 중 ${shown}개 표시`,
};

/** Says how many of all are shown. */
export function useShowing(): (shown: number, all: number) => string {
  const say = useTexts(texts);
  const language = useLanguage();
  return (shown, all) => say(count(shown, language), count(all, language));
}
