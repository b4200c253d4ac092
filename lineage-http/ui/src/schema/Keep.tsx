import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem';
import { useMe } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { go } from '../state/place';
import type { Policy } from './policy';
import { type DatasetAt, keep } from './queries';
import styles from './Schema.module.css';
import { SchemaFailure } from './SchemaFailure';
import { texts } from './texts';

/** Keeps the schema as a version, for those who may; it says to the others why they may not. */
export function Keep({ at, policy }: { at: DatasetAt; policy: Policy }) {
  const t = useTexts(texts);
  const me = useMe();
  const queries = useQueryClient();
  const kept = useMutation({
    mutationFn: () => keep(at, policy),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['schema-versions', at] });
      go({ version: undefined, against: undefined });
    },
  });
  if (me.readOnly) return <p className={styles.muted}>{t.readOnly}</p>;
  if (!me.scopes.includes('schema:write')) return <p className={styles.muted}>{t.noWriteScope}</p>;
  return (
    <>
      <div className={styles.buttons}>
        <Button onClick={() => kept.mutate()} disabled={kept.isPending}>
          {t.keep}
        </Button>
        <span className={styles.muted}>{t.keepNote}</span>
      </div>
      <div role="status">
        {kept.data && (
          <p className={styles.said}>{(kept.data.unchanged ? t.keptAlready : t.keptAs)(kept.data.version)}</p>
        )}
      </div>
      {kept.isError && <NotKept error={kept.error} />}
    </>
  );
}

function NotKept({ error }: { error: unknown }) {
  const t = useTexts(texts);
  if (!(error instanceof ApiProblem) || error.status !== 409) return <SchemaFailure error={error} />;
  return (
    <div className={`${styles.said} ${styles.refused}`} role="alert">
      <p>
        <strong>{t.refused}</strong>
      </p>
      <p>{error.message}</p>
    </div>
  );
}
