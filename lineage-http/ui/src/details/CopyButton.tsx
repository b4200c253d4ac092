import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { copyText } from '../parts/copy';
import { Icon } from '../parts/Icon';
import styles from './Details.module.css';
import { texts } from './texts';

/** Copies a text; `what` says which, for there are many such buttons. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTexts(texts);
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome === 'copied' ? t.copied : outcome === 'failed' ? t.copyFailed : '';
  return (
    <>
      <Button
        look="icon"
        className={styles.copy ?? ''}
        aria-label={t.copy(what)}
        title={said || t.copy(what)}
        onClick={() => copyText(text).then((isDone) => setOutcome(isDone ? 'copied' : 'failed'))}
      >
        <Icon name={outcome === 'copied' ? 'check' : outcome === 'failed' ? 'alert' : 'copy'} size={14} />
      </Button>
      <span className="spoken" role="status">
        {said}
      </span>
    </>
  );
}
