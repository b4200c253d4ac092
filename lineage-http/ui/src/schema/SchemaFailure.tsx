import { ApiProblem } from '../api/problem';
import { useTexts } from '../i18n/language';
import { Failure } from '../parts/Notice';
import styles from './Schema.module.css';
import { texts } from './texts';

interface Props {
  error: unknown;
  /** Whether it is what was kept that is missing, and not the data. */
  isKept?: boolean;
  retry?: () => void;
}

/** Why there is no schema. That nothing is there is an answer, and no failure. */
export function SchemaFailure({ error, isKept = false, retry }: Props) {
  const t = useTexts(texts);
  const status = error instanceof ApiProblem ? error.status : null;
  if (status === 404) {
    return <p className={styles.muted}>{isKept ? `${t.none} ${t.noneWhy}` : t.nothingHere}</p>;
  }
  if (status === 403) {
    return (
      <p className={styles.muted}>
        {t.forbidden} {error instanceof Error && error.message}
      </p>
    );
  }
  return (
    <div className={styles.flush}>{retry ? <Failure error={error} retry={retry} /> : <Failure error={error} />}</div>
  );
}
