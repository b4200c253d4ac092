import type { SchemaVersion } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import styles from './Schema.module.css';
import { texts } from './texts';

const TONES = { full: 'ok', backward: 'busy', forward: 'busy', none: 'warn' } as const;
const ICONS = { full: 'check', backward: 'left', forward: 'right', none: 'alert' } as const;

/** Who can read whose data, as a word and in a sentence. */
export function Compatibility({ value }: { value: SchemaVersion['compatibility'] }) {
  const t = useTexts(texts);
  return (
    <>
      <Badge tone={TONES[value] ?? 'neutral'} icon={ICONS[value] ?? 'question'}>
        {value}
      </Badge>{' '}
      <span className={styles.muted}>{t.compatible[value]}</span>
    </>
  );
}
