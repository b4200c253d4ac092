import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { WhichLineage } from '../api/queries';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { copyText } from '../parts/copy';
import { Failure } from '../parts/Notice';
import { usePlace } from '../state/place';
import { ByHand } from './ByHand';
import styles from './ExportPanel.module.css';
import { contentOf, save } from './fetch';
import { drawnOf, fileName, type Wanted } from './formats';
import { texts } from './texts';

const MAIN = ['svg', 'mermaid', 'dot'] as const;
const FURTHER = ['cytoscape', 'reactflow'] as const;

/** What can be had of a lineage, and what became of what was asked for. */
export function ExportPanel({ which }: { which: WhichLineage }) {
  const t = useTexts(texts);
  const { view: shown = 'pipeline' } = usePlace();
  const [byHand, setByHand] = useState<string | null>(null);
  const work = useMutation({
    mutationFn: (task: () => Promise<string>) => {
      setByHand(null);
      return task();
    },
  });

  const download = (wanted: Wanted) => async () => {
    const name = fileName(which.pipeline, wanted, shown);
    save(await contentOf(which, wanted), name);
    return t.saved(name);
  };
  const copy = (textOf: () => Promise<string>) => async () => {
    const text = await textOf();
    if (await copyText(text)) return t.copied;
    setByHand(text);
    return '';
  };
  const task = (text: string, run: () => Promise<string>) => (
    <li key={text}>
      <Button
        look="plain"
        className={styles.item}
        aria-disabled={work.isPending}
        onClick={() => work.isPending || work.mutate(run)}
      >
        {text}
      </Button>
    </li>
  );
  const drawings = (formats: readonly Wanted['format'][], view: Wanted['view']) =>
    formats.map((format) => task(t.formats[format], download({ format, view })));

  return (
    <div className={styles.panel}>
      {drawnOf(shown).map((view) => (
        <section key={view} aria-label={t.drawings[view]}>
          <p className={styles.heading}>{t.drawings[view]}</p>
          <ul>
            {drawings(MAIN, view)}
            {task(
              t.copyMermaid,
              copy(async () => (await contentOf(which, { format: 'mermaid', view })).text()),
            )}
          </ul>
          <details>
            <summary>{t.more}</summary>
            <ul>{drawings(FURTHER, view)}</ul>
          </details>
        </section>
      ))}
      <section aria-label={t.files}>
        <p className={styles.heading}>{t.files}</p>
        <ul>
          {/* Who writes and reads an artifact is known of the graph of the data alone. */}
          {drawings(['json', 'csv'], 'both')}
          {task(
            t.copyLink,
            copy(async () => window.location.href),
          )}
        </ul>
      </section>
      <div className={styles.result}>
        <p role="status">{work.isPending ? t.working : work.data}</p>
        {byHand !== null && <ByHand text={byHand} label={t.copyByHand} />}
        {work.isError && <Failure error={work.error} />}
      </div>
    </div>
  );
}
