import { useLanguage, useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import { statusLook } from '../parts/status';
import tones from '../parts/tones.module.css';
import styles from './Box.module.css';
import { MARK } from './marks';
import type { StepContent } from './model';
import { texts } from './texts';
import { shortly, withoutStatus } from './words';

interface Props {
  name: string;
  content: StepContent;
  mark: number;
  height: number;
}

/** Lines that a box has room for, by its height: the server plans 18 pixels for each. */
const linesOf = (height: number) => Math.max(1, Math.floor((height - 24) / 18));

/** A step: its name, its type, and how it went. */
export function StepBox({ name, content, mark, height }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { type, status, elapsedSec, cacheHit, runs } = content;
  const look = status === null ? null : statusLook(status);
  const hasStatus = status !== null || linesOf(height) > 2;
  return (
    <>
      <div className={styles.name}>{name}</div>
      <div className={styles.line}>
        <span className={styles.cut}>
          {type}
          {runs > 0 && ` ×${runs}`}
        </span>
        {cacheHit && (
          <span className={styles.cache} title={t.cacheHit}>
            <Icon name="bolt" size={12} />
          </span>
        )}
        {elapsedSec !== null && <span className={styles.time}>{shortly(elapsedSec, language)}</span>}
      </div>
      {hasStatus && (
        <div className={styles.line}>
          <span className={`${styles.status} ${tones[look?.tone ?? 'neutral']}`}>
            <Icon name={look?.icon ?? 'dash'} size={12} />
            <span className={styles.cut}>{status ?? withoutStatus(content, t)}</span>
          </span>
        </div>
      )}
      {(mark & (MARK.writer | MARK.reader | MARK.end)) !== 0 && (
        <div className={styles.roles}>
          {(mark & MARK.writer) !== 0 && <span>{t.writes}</span>}
          {(mark & MARK.reader) !== 0 && <span>{t.reads}</span>}
          {(mark & MARK.end) !== 0 && <span>{t.end}</span>}
        </div>
      )}
    </>
  );
}
