import type { Step } from '../api/types';
import type { NoRun } from '../details/runState';
import { count, elapsed, time } from '../i18n/format';
import type { Language } from '../i18n/language';
import { Status } from '../parts/Badge';
import type { Column } from './DataTable';
import { Names } from './Names';
import type { EdgeRow, StepRow } from './rows';
import { SelectStep } from './SelectLink';
import styles from './TableView.module.css';
import type { texts } from './texts';

type Words = (typeof texts)[Language];

/** Why there is no status. */
const withoutStatus = (step: Step, noRun: NoRun | null, t: Words) =>
  step.deployment || noRun === null ? t.noStatus : t.noRun[noRun];

/** `noRun`: why there is no execution. */
export function stepColumns(t: Words, language: Language, noRun: NoRun | null): Column<StepRow>[] {
  const names = (steps: StepRow['before']) => steps.map(({ name }) => name).join();
  return [
    {
      key: 'name',
      title: t.name,
      value: (row) => row.name,
      cell: (row) => (
        <>
          <SelectStep id={row.id} name={row.name} />
          {row.name !== row.id && <small className={styles.under}>{row.id}</small>}
        </>
      ),
    },
    { key: 'type', title: t.type, look: 'line', value: ({ step }) => step.type, cell: ({ step }) => step.type },
    {
      key: 'status',
      title: t.status,
      value: (row) => row.status,
      cell: ({ step, status }) =>
        status ? <Status status={status} /> : <span className={styles.muted}>{withoutStatus(step, noRun, t)}</span>,
    },
    {
      key: 'start',
      title: t.start,
      look: 'time',
      value: ({ step }) => (step.run?.startTime ? Date.parse(step.run.startTime) : null),
      cell: ({ step }) => time(step.run?.startTime, language),
    },
    {
      key: 'elapsed',
      title: t.elapsed,
      look: 'number',
      value: ({ step }) => step.run?.elapsedSec,
      cell: ({ step }) => elapsed(step.run?.elapsedSec, language),
    },
    {
      key: 'inputs',
      title: t.inputs,
      look: 'number',
      value: ({ step }) => step.inputs.length,
      cell: ({ step }) => count(step.inputs.length, language),
    },
    {
      key: 'outputs',
      title: t.outputs,
      look: 'number',
      value: ({ step }) => step.outputs.length,
      cell: ({ step }) => count(step.outputs.length, language),
    },
    {
      key: 'before',
      title: t.before,
      value: ({ before }) => names(before),
      cell: (row) => <Names names={row.before} />,
    },
    { key: 'after', title: t.after, value: ({ after }) => names(after), cell: (row) => <Names names={row.after} /> },
  ];
}

export function edgeColumns(t: Words): Column<EdgeRow>[] {
  return [
    { key: 'from', title: t.from, value: ({ from }) => from.name, cell: ({ from }) => <SelectStep {...from} /> },
    { key: 'to', title: t.to, value: ({ to }) => to.name, cell: ({ to }) => <SelectStep {...to} /> },
    { key: 'via', title: t.via, value: ({ edge }) => edge.via, cell: ({ edge }) => <code>{edge.via}</code> },
    {
      key: 'label',
      title: t.label,
      value: ({ edge }) => edge.label,
      cell: ({ edge }) => edge.label ?? <span className={styles.muted}>{t.none}</span>,
    },
  ];
}
