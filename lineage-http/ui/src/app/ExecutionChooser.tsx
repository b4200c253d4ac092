import { useQuery } from '@tanstack/react-query';
import { executionsQuery, MOST_EXECUTIONS, type WhichLineage } from '../api/queries';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import controls from '../parts/controls.module.css';
import { go, usePlace } from '../state/place';
import styles from './LineagePage.module.css';
import { texts } from './texts';

/** Which execution: the latest, one of those before it, or none. */
export function ExecutionChooser({ which }: { which: WhichLineage }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { execution = '' } = usePlace();
  const { data, error } = useQuery(executionsQuery(which, which.pipeline));
  const known = data?.executions ?? [];
  // One that the address names may be older than those that are listed.
  const isListed = execution === '' || execution === 'none' || known.some((one) => one.id === execution);
  return (
    <label className={styles.labelled}>
      {t.execution}
      <select
        className={controls.field}
        value={execution}
        onChange={(event) => go({ execution: event.target.value || undefined })}
      >
        <option value="">{t.latest}</option>
        <option value="none">{t.withoutRun}</option>
        {!isListed && <option value={execution}>{execution}</option>}
        {known.map((one) => (
          <option key={one.id} value={one.id} title={one.failureReason ?? undefined}>
            {`${time(one.startTime, language)} · ${one.status} · ${one.displayName ?? one.id}`}
          </option>
        ))}
        {known.length === MOST_EXECUTIONS && <option disabled>{t.newest(MOST_EXECUTIONS)}</option>}
      </select>
      {error && (
        <span role="status" title={error.message}>
          <Badge tone="bad" icon="alert">
            {t.executionsUnread}
          </Badge>
        </span>
      )}
    </label>
  );
}
