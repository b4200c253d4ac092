import type { Texts } from '../i18n/language';
import type { NoRun } from './runState';

/** Why nothing is told of how a step ran. */
export const noRunTexts: Texts<Record<NoRun, string>> = {
  en: { notAsked: 'Run not asked for', unknown: 'Runs could not be read', neverRan: 'Never ran' },
  ko: { notAsked: '실행 조회 안 함', unknown: '실행을 읽지 못함', neverRan: '실행된 적 없음' },
};
