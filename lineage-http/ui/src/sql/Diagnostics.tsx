import type { Ref } from 'react';
import type { Script, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { More } from '../parts/More';
import { PositionButton } from './PositionButton';
import { diagnosticsOf } from './rows';
import styles from './SqlPage.module.css';
import { texts } from './texts';

interface Props {
  ref: Ref<HTMLElement>;
  script: Script;
  goTo: (position: TextPosition) => void;
}

/** What could not be read or decided, each with its place in the SQL. */
export function Diagnostics({ ref, script, goTo }: Props) {
  const t = useTexts(texts);
  const all = diagnosticsOf(script);
  if (all.length === 0) return null;
  return (
    <section ref={ref} tabIndex={-1} className={styles.diagnostics} aria-label={t.diagnostics(all.length)}>
      <h2>{t.diagnostics(all.length)}</h2>
      <More all={all}>
        {(shown) => (
          <ul>
            {shown.map(({ place, diagnostic }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes, and has repeats
              <li key={at}>
                <div className={styles.diagnosticHead}>
                  <Badge
                    tone={toneOf(diagnostic.code)}
                    icon={toneOf(diagnostic.code) === 'neutral' ? 'question' : 'alert'}
                  >
                    {diagnostic.code}
                  </Badge>
                  {place !== null && <span>{t.ofStatement((script.statements[place]?.index ?? 0) + 1)}</span>}
                  {diagnostic.position && <PositionButton position={diagnostic.position} goTo={goTo} isLong />}
                </div>
                <p>{diagnostic.message}</p>
                {(diagnostic.candidates ?? []).length > 0 && (
                  <p className={styles.muted}>
                    {t.candidates}: {diagnostic.candidates?.join(', ')}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </More>
    </section>
  );
}

function toneOf(code: string): 'bad' | 'warn' | 'neutral' {
  if (code === 'syntax-error' || code === 'too-complex') return 'bad';
  return code === 'dialect-detected' ? 'neutral' : 'warn';
}
