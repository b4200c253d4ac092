import { useDeferredValue, useMemo } from 'react';
import type { Lineage } from '../api/types';
import { useMe } from '../auth/me';
import { type NoRun, noRun } from '../details/runState';
import { useLanguage, useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Empty } from '../parts/Notice';
import { type Change, go, usePlace, type View } from '../state/place';
import { useSelection } from '../state/selection';
import { artifactColumns } from './artifactColumns';
import { DataTable } from './DataTable';
import { KindFilter, StatusFilter, TextFilter } from './Filters';
import { wantedOf } from './filter';
import { rowsOf } from './rows';
import { edgeColumns, stepColumns } from './stepColumns';
import styles from './TableView.module.css';
import { texts } from './texts';
import { tracedRows } from './trace';

interface Props {
  lineage: Lineage;
  view: View;
}

/** All that the graph shows, as tables. */
export function TableView({ lineage, view }: Props) {
  const t = useTexts(texts);
  const { pipeline, filter, status, kind, trace, select, to, depth, execution } = usePlace();
  // What is typed is shown at once; the tables follow.
  const text = useDeferredValue(filter);
  const rows = useMemo(() => rowsOf(lineage), [lineage]);
  const traced = useMemo(() => tracedRows(lineage, { trace, select, to, depth }), [lineage, trace, select, to, depth]);
  const wanted = useMemo(() => wantedOf(rows, { text, status, kind, ...traced }), [rows, text, status, kind, traced]);
  const tables = { name: lineage.pipeline.name ?? pipeline ?? '', rows, wanted };
  return (
    <div className={styles.view}>
      <div className={styles.wide}>
        <div className={styles.tools}>
          <TextFilter label={t.filter} placeholder={t.filterHint} />
          {traced && (
            <>
              <span className={styles.muted}>{t.traced}</span>
              <Button onClick={() => go({ trace: undefined, depth: undefined, to: undefined })}>{t.untrace}</Button>
            </>
          )}
        </div>
        {view !== 'data' && <StepTables {...tables} noRun={noRun(lineage, execution)} />}
        {view !== 'pipeline' && <ArtifactTable {...tables} />}
      </div>
    </div>
  );
}

interface Tables {
  /** The pipeline's. */
  name: string;
  rows: ReturnType<typeof rowsOf>;
  wanted: ReturnType<typeof rowsOf>;
}

function StepTables({ name, rows, wanted, noRun }: Tables & { noRun: NoRun | null }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const selection = useSelection();
  const ofSteps = useMemo(() => stepColumns(t, language, noRun), [t, language, noRun]);
  const ofEdges = useMemo(() => edgeColumns(t), [t]);
  return (
    <>
      <DataTable
        title={t.steps}
        caption={t.stepsOf(name)}
        columns={ofSteps}
        rows={wanted.steps}
        total={rows.steps.length}
        keyOf={({ id }) => id}
        selected={selection?.kind === 'step' ? selection.id : null}
        empty={<Nothing isEmpty={rows.steps.length === 0}>{t.noSteps}</Nothing>}
      >
        <StatusFilter steps={rows.steps} />
      </DataTable>
      <DataTable
        title={t.edges}
        caption={t.edgesOf(name)}
        columns={ofEdges}
        rows={wanted.edges}
        total={rows.edges.length}
        keyOf={({ key }) => key}
        empty={<Nothing isEmpty={rows.edges.length === 0}>{t.noEdges}</Nothing>}
      />
    </>
  );
}

function ArtifactTable({ name, rows, wanted }: Tables) {
  const t = useTexts(texts);
  const maySchemas = useMe().scopes.includes('schema:read');
  const selection = useSelection();
  const columns = useMemo(() => artifactColumns(t, maySchemas), [t, maySchemas]);
  return (
    <DataTable
      title={t.artifacts}
      caption={t.artifactsOf(name)}
      columns={columns}
      rows={wanted.artifacts}
      total={rows.artifacts.length}
      keyOf={({ artifact }) => artifact.uri}
      selected={selection?.kind === 'data' ? selection.uri : null}
      empty={<Nothing isEmpty={rows.artifacts.length === 0}>{t.noArtifacts}</Nothing>}
    >
      <KindFilter artifacts={rows.artifacts} />
    </DataTable>
  );
}

/** What hides rows. */
const UNFILTERED: Change = {
  filter: undefined,
  status: undefined,
  kind: undefined,
  trace: undefined,
  depth: undefined,
};

/** Why a table has no rows: there are none, or none is wanted. */
function Nothing({ isEmpty, children }: { isEmpty: boolean; children: string }) {
  const t = useTexts(texts);
  if (isEmpty) return <Empty>{children}</Empty>;
  return (
    <>
      <span className={styles.muted}>{t.noMatch}</span>
      <Button onClick={() => go(UNFILTERED)}>{t.clear}</Button>
    </>
  );
}
