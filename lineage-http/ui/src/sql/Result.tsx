import { useMemo, useState } from 'react';
import type { Script, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Empty } from '../parts/Notice';
import { ColumnMap } from './ColumnMap';
import styles from './Result.module.css';
import { ResultBar } from './ResultBar';
import { drawnOf } from './rows';
import { Tables } from './Tables';
import { texts } from './texts';

interface Props {
  script: Script;
  isDetected: boolean;
  /** Whether the SQL is no longer the one that this is the answer to. */
  isChanged: boolean;
  goTo: (position: TextPosition) => void;
  showDiagnostics: () => void;
}

/** What the server says of a script: a picture, and the same as tables. */
export function Result({ script, isDetected, isChanged, goTo, showDiagnostics }: Props) {
  const t = useTexts(texts);
  const { statements } = script;
  const [chosen, choose] = useState<number | null>(statements.length === 1 ? 0 : null);
  const one = chosen === null ? undefined : statements[chosen];
  const shown = useMemo(() => {
    const only = chosen === null ? undefined : statements[chosen];
    return chosen !== null && only ? [[chosen, only] as const] : drawnOf(statements).drawn;
  }, [statements, chosen]);
  const drawn = useMemo(() => shown.map(([, statement]) => statement), [shown]);
  const isEmpty = drawnOf(drawn).silent + drawnOf(drawn).errors === drawn.length;
  return (
    <section className={styles.result} aria-label={t.title} data-testid="sql-result">
      <ResultBar {...{ script, isDetected, isChanged, chosen, choose, goTo, showDiagnostics }} />
      {isEmpty ? (
        <div className={styles.empty}>
          <Empty>{one?.kind === 'error' ? t.statementFailed : t.nothingToDraw}</Empty>
        </div>
      ) : (
        <ColumnMap key={chosen} statements={drawn} />
      )}
      <Tables
        key={`tables of ${chosen}`}
        statements={statements}
        shown={shown}
        isScript={chosen === null}
        choose={choose}
        goTo={goTo}
      />
    </section>
  );
}
