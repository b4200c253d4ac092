import { useMemo } from 'react';
import { useTexts } from '../i18n/language';
import { Chooser } from '../parts/Chooser';
import controls from '../parts/controls.module.css';
import { Segments } from '../parts/Segments';
import { go, TRACES, usePlace } from '../state/place';
import styles from './GraphView.module.css';
import type { GraphModel } from './model';
import { type Found, Search } from './Search';
import { texts } from './texts';

interface Props {
  graphs: readonly GraphModel[];
  shown: readonly (ReadonlySet<string> | null)[];
  found: Found;
}

/** What is asked of the graph: where something is, and what is before, after and between. */
export function Tools({ graphs, shown, found }: Props) {
  const t = useTexts(texts);
  const { trace = 'all', depth, select, to } = usePlace();
  const isDirected = trace === 'up' || trace === 'down' || trace === 'both';
  const isPath = trace === 'path' && select !== undefined;
  const isEmpty = isPath && to !== undefined && shown.every((ids) => ids?.size === 0);
  return (
    <section className={styles.tools} aria-label={t.tools}>
      <Search {...found} />
      <Segments
        label={t.trace}
        value={trace}
        options={TRACES.map((value) => ({ value, text: t.traces[value] }))}
        onChange={(trace) => go({ trace, ...(trace === 'path' ? { depth: undefined } : { to: undefined }) })}
      />
      {isDirected && (
        <label className={styles.depth} title={t.depthHint}>
          {t.depth}
          <input
            type="number"
            className={controls.field}
            min={1}
            max={999}
            placeholder="∞"
            value={depth ?? ''}
            onChange={(event) => go({ depth: Math.trunc(event.currentTarget.valueAsNumber) || undefined }, 'replace')}
          />
        </label>
      )}
      {isPath && <OtherEnd graphs={graphs} />}
      <span role="status" className={styles.note}>
        {trace !== 'all' && !select && t.chooseFirst}
        {isPath && !to && t.chooseEnd}
        {isEmpty && t.noPath}
      </span>
    </section>
  );
}

/** The other end of a path, by its name. */
function OtherEnd({ graphs }: { graphs: readonly GraphModel[] }) {
  const t = useTexts(texts);
  const { to, select } = usePlace();
  const choices = useMemo(() => {
    const all = new Map<string, { value: string; text: string; note: string }>();
    for (const { nodes } of graphs) {
      for (const { select: value, name, content } of nodes) {
        if (value === select) continue;
        all.set(value, { value, text: name, note: content.kind === 'step' ? content.type : content.artifact });
      }
    }
    return [...all.values()];
  }, [graphs, select]);
  return (
    <Chooser
      label={t.otherEnd}
      placeholder={t.otherEndHint}
      choices={choices}
      value={to}
      onChange={(value) => go({ to: value })}
    />
  );
}
