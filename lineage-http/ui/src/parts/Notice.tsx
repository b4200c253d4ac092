import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem';
import { type Texts, useTexts } from '../i18n/language';
import { Button } from './Button';
import { Icon } from './Icon';
import styles from './Notice.module.css';

const texts: Texts<{
  failed: string;
  noAnswer: string;
  request: (id: string) => string;
  again: string;
  loading: string;
}> = {
  en: {
    failed: 'This could not be loaded.',
    noAnswer: 'The server does not answer.',
    request: (id) => `Request ${id}`,
    again: 'Try again',
    loading: 'Loading…',
  },
  ko: {
    failed: '불러오지 못했습니다.',
    noAnswer: '서버가 응답하지 않습니다.',
    request: (id) => `요청 ID ${id}`,
    again: '다시 시도',
    loading: '불러오는 중…',
  },
};

/** Why something is not there: what the server says, which names the call and the permission that it misses. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTexts(texts);
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <div className={`${styles.notice} ${styles.bad}`} role="alert">
      <Icon name="alert" />
      <div>
        <p>
          <strong>{problem?.status === 0 ? t.noAnswer : t.failed}</strong>
        </p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        {problem && problem.status > 0 && (
          <p className={styles.small}>
            HTTP {problem.status}
            {problem.requestId && <> · {t.request(problem.requestId)}</>}
          </p>
        )}
        {retry && (
          <p>
            <Button onClick={retry}>
              <Icon name="refresh" />
              {t.again}
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}

/** That there is nothing, and why. */
export const Empty = ({ children }: { children: ReactNode }) => (
  <div className={`${styles.notice} ${styles.neutral}`}>
    <div>{children}</div>
  </div>
);

export function Loading() {
  const t = useTexts(texts);
  return (
    <p className={styles.loading} role="status">
      {t.loading}
    </p>
  );
}
