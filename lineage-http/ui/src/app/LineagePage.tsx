import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { lineageQuery, queryClient, type WhichLineage } from '../api/queries';
import { useMe, useWhere } from '../auth/me';
import { Details } from '../details/Details';
import { ExportMenu } from '../exports/ExportMenu';
import { GraphView } from '../graph/GraphView';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Name } from '../parts/Name';
import { Empty, Failure, Loading } from '../parts/Notice';
import { Segments } from '../parts/Segments';
import { returnFocus } from '../state/focus';
import { narrow } from '../state/narrow';
import { FORMS, go, usePlace, VIEWS } from '../state/place';
import { visited } from '../state/recent';
import { select, useSelection } from '../state/selection';
import { TableView } from '../table/TableView';
import { ExecutionChooser } from './ExecutionChooser';
import styles from './LineagePage.module.css';
import { Summary } from './Summary';
import { texts } from './texts';

/** The lineage of the pipeline that was chosen. */
export function LineagePage() {
  const t = useTexts(texts);
  const me = useMe();
  const where = useWhere();
  const { pipeline, execution, columns } = usePlace();
  if (!pipeline || !where.region) {
    return (
      <>
        <h1 className="spoken">{t.tabs.lineage}</h1>
        <Empty>{where.region ? t.choosePipeline : t.chooseRegion}</Empty>
      </>
    );
  }
  return <Chosen which={{ ...where, pipeline, execution, columns, schemas: me.scopes.includes('schema:read') }} />;
}

function Chosen({ which }: { which: WhichLineage }) {
  const t = useTexts(texts);
  const { view = 'pipeline', as = 'graph', select: chosen } = usePlace();
  const selection = useSelection();
  const asked = useQuery(lineageQuery(which));
  // Columns that could not be read take nothing away of what is known without them.
  const known = asked.data ?? queryClient.getQueryData(lineageQuery({ ...which, columns: undefined }).queryKey);
  const lineage = { ...asked, data: known };
  const isRead = lineage.isSuccess;
  const { account, region, pipeline } = which;
  useEffect(() => {
    if (isRead) visited({ pipeline, ...(account && { account }), ...(region && { region }) });
  }, [isRead, account, region, pipeline]);
  useEscape(selection !== null);
  // On a narrow screen it is below the graph.
  const details = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen && narrow.matches) details.current?.scrollIntoView({ block: 'start' });
  }, [chosen]);

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <h1>
          <Name name={which.pipeline} />
        </h1>
        <Segments
          label={t.view}
          value={view}
          options={VIEWS.map((value) => ({ value, text: t.views[value] }))}
          onChange={(view) => go({ view })}
        />
        <Segments
          label={t.form}
          value={as}
          options={FORMS.map((value) => ({ value, text: t.forms[value] }))}
          onChange={(as) => go({ as })}
        />
        <div className={styles.end}>
          <ExecutionChooser which={which} />
          <Button onClick={() => queryClient.invalidateQueries()} disabled={lineage.isFetching}>
            <Icon name="refresh" />
            {t.refresh}
          </Button>
          {lineage.data && <ExportMenu which={which} />}
        </div>
      </div>
      {lineage.data ? <Summary lineage={lineage.data} /> : <div />}
      {lineage.data ? (
        <div className={styles.body}>
          <div className={styles.canvas}>
            {lineage.isError && <Failure error={lineage.error} retry={() => lineage.refetch()} />}
            {as === 'graph' ? (
              <GraphView lineage={lineage.data} view={view} />
            ) : (
              <TableView lineage={lineage.data} view={view} />
            )}
          </div>
          {selection && (
            <aside ref={details} className={styles.details}>
              <Details lineage={lineage.data} selection={selection} />
            </aside>
          )}
        </div>
      ) : lineage.isError ? (
        <Failure error={lineage.error} retry={() => lineage.refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

/** Esc lets go of what is selected, wherever the focus is but in a field or a dialog. */
function useEscape(hasSelection: boolean): void {
  useEffect(() => {
    if (!hasSelection) return;
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
      if (event.key !== 'Escape' || event.defaultPrevented || isElsewhere) return;
      // The details go, and with them what has the focus there.
      const isLost =
        event.target instanceof Element && (event.target === document.body || event.target.closest('aside') !== null);
      select(null);
      if (isLost) returnFocus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [hasSelection]);
}
