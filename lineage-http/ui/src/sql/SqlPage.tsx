import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, body } from '../api/client';
import { queryClient } from '../api/queries';
import type { Script, SqlRequest, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Empty, Loading } from '../parts/Notice';
import { Diagnostics } from './Diagnostics';
import { type Draft, EMPTY, readColumns, requestOf } from './draft';
import { Fault } from './Fault';
import { offsetOf } from './position';
import { Result } from './Result';
import { diagnosticsOf } from './rows';
import { SqlForm } from './SqlForm';
import styles from './SqlPage.module.css';
import { texts } from './texts';

interface Answer {
  request: SqlRequest;
  script: Script;
}

queryClient.setQueryDefaults(['sql'], { gcTime: Number.POSITIVE_INFINITY });

/**
 * What is kept while other tabs are looked at: in memory, beside the answers of the server, so that it goes when
 * somebody signs out.
 */
function useKept<T>(name: string): [T | undefined, (value: T) => void] {
  const [value, setValue] = useState(() => queryClient.getQueryData<T>(['sql', name]));
  const keep = (next: T) => {
    setValue(next);
    queryClient.setQueryData<T>(['sql', name], next);
  };
  return [value, keep];
}

/** Which column comes from which in a script of SQL. */
export function SqlPage() {
  const t = useTexts(texts);
  const [draft = EMPTY, setDraft] = useKept<Draft>('draft');
  const [answer, setAnswer] = useKept<Answer>('answer');
  const text = useRef<HTMLTextAreaElement>(null);
  const diagnostics = useRef<HTMLElement>(null);
  const asked = useMutation({
    mutationFn: (request: SqlRequest) => body(api.POST('/sql/lineage', { body: request })),
    onSuccess: (script, request) => setAnswer({ request, script }),
  });
  const columns = readColumns(draft.columns);
  const request = 'value' in columns ? requestOf(draft, columns.value) : null;
  const run = () => {
    if (request && draft.sql.trim() && !asked.isPending) asked.mutate(request);
  };
  const goTo = (position: TextPosition) => showAt(text.current, position);
  const script = asked.isError || asked.isPending ? undefined : answer?.script;
  const isChanged = JSON.stringify(request) !== JSON.stringify(answer?.request);
  return (
    <div className={styles.page}>
      <div className={styles.ask}>
        <h1>{t.title}</h1>
        <SqlForm
          text={text}
          draft={draft}
          onChange={setDraft}
          onRun={run}
          isRunning={asked.isPending}
          canRun={request !== null}
        />
        {script && <Diagnostics ref={diagnostics} script={script} goTo={goTo} />}
      </div>
      <div className={styles.answer}>
        <p className="spoken" role="status">
          {script && `${t.statements(script.statements.length)}, ${t.diagnostics(diagnosticsOf(script).length)}`}
        </p>
        {asked.isPending && <Loading />}
        {asked.isError && <Fault error={asked.error} goTo={goTo} />}
        {!script && !asked.isPending && !asked.isError && <Empty>{t.start}</Empty>}
        {script && script.statements.length === 0 && <Empty>{t.noStatements}</Empty>}
        {script && script.statements.length > 0 && (
          <Result
            key={asked.submittedAt}
            script={script}
            isDetected={!answer?.request.dialect}
            isChanged={isChanged}
            goTo={goTo}
            showDiagnostics={() => diagnostics.current?.focus()}
          />
        )}
      </div>
    </div>
  );
}

/** Puts the cursor to a place in the text, in the middle of what is seen of it. */
function showAt(area: HTMLTextAreaElement | null, position: TextPosition): void {
  if (!area) return;
  const offset = offsetOf(area.value, position);
  area.focus();
  area.setSelectionRange(offset, offset);
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight) || 18;
  area.scrollTop = (position.line - 1) * lineHeight - area.clientHeight / 2;
  // The characters of the font are nearly as wide as they are half high.
  area.scrollLeft = (position.column - 1) * lineHeight * 0.42 - area.clientWidth / 2;
}
