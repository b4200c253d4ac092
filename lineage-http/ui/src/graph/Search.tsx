import { useEffect, useRef } from 'react';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { go, usePlace } from '../state/place';
import styles from './GraphView.module.css';
import { texts } from './texts';

export interface Found {
  /** Which of the matches was jumped to; -1 before the first jump. */
  index: number;
  count: number;
  jump: (to: number) => void;
}

/** A search that jumps from match to match. */
export function Search({ index, count, jump }: Found) {
  const t = useTexts(texts);
  const { filter = '' } = usePlace();
  const input = useSlash();
  const next = () => count > 0 && jump(index + 1);
  const previous = () => count > 0 && jump(index < 0 ? count - 1 : index - 1);
  const told = index >= 0 ? t.found(index + 1, count) : t.matches(count);
  return (
    <search className={styles.group}>
      <input
        ref={input}
        type="search"
        className={`${controls.field} ${styles.search}`}
        aria-label={t.search}
        aria-keyshortcuts="/"
        placeholder={t.search}
        spellCheck={false}
        value={filter}
        onChange={(event) => go({ filter: event.currentTarget.value || undefined }, 'replace')}
        onKeyDown={(event) => {
          // An Enter that ends the input of a syllable is none of ours.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (event.shiftKey) previous();
          else next();
        }}
      />
      {filter.trim() !== '' && (
        <>
          <Button look="icon" aria-label={t.previous} title={t.previous} disabled={count === 0} onClick={previous}>
            <Icon name="left" />
          </Button>
          <Button look="icon" aria-label={t.next} title={t.next} disabled={count === 0} onClick={next}>
            <Icon name="right" />
          </Button>
          <span role="status" className={styles.count} data-testid="graph-matches">
            {count === 0 ? t.noMatch : told}
          </span>
        </>
      )}
    </search>
  );
}

/** `/` goes to the search, from anywhere but where something is typed. */
function useSlash() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
      if (event.key !== '/' || isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return input;
}
