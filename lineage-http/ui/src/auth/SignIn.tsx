import { type FormEvent, useState } from 'react';
import type { ApiProblem } from '../api/problem';
import { askAnew } from '../api/queries';
import { type Texts, useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { setKey, useKey } from './key';
import styles from './SignIn.module.css';

const texts: Texts<{
  title: string;
  needed: string;
  provider: string;
  key: string;
  keyNote: string;
  withKey: string;
  refused: string;
  failed: Record<'denied' | 'expired' | 'failed', string>;
  request: (id: string) => string;
}> = {
  en: {
    title: 'Sign in',
    needed: 'This server asks who you are.',
    provider: 'Sign in with your organisation',
    key: 'API key',
    keyNote: 'The key is kept in memory until you close or reload this page.',
    withKey: 'Sign in with the key',
    refused: 'The server does not take this key.',
    failed: {
      denied: 'The identity provider did not let you in.',
      expired: 'Signing in took too long, or was begun in another window. Try again.',
      failed: 'Signing in failed. The log of the server says why.',
    },
    request: (id) => `Request ${id}`,
  },
  ko: {
    title: '로그인',
    needed: '이 서버를 사용하려면 로그인해야 합니다.',
    provider: '조직 계정으로 로그인',
    key: 'API 키',
    keyNote: '키는 이 페이지를 닫거나 새로 고칠 때까지 메모리에만 보관됩니다.',
    withKey: '키로 로그인',
    refused: '서버가 이 키를 받아들이지 않습니다.',
    failed: {
      denied: 'ID 공급자가 로그인을 거부했습니다.',
      expired: '로그인 시간이 초과되었거나 다른 창에서 시작되었습니다. 다시 시도하세요.',
      failed: '로그인하지 못했습니다. 이유는 서버 로그에 있습니다.',
    },
    request: (id) => `요청 ID ${id}`,
  },
};

/** The ways in that a 401 offers. */
export function SignIn({ problem }: { problem: ApiProblem }) {
  const t = useTexts(texts);
  const wasRefused = useKey() !== null;
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const query = new URLSearchParams(window.location.search);
  const failed = query.get('signInError');
  // It comes by a link, which anybody can write.
  const requestId = query.get('requestId')?.match(/^[\w-]{1,64}$/)?.[0];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const key = typed.trim();
    // A header holds nothing else.
    if (!/^[\x21-\x7e]+$/.test(key)) return setWrong(true);
    setWrong(false);
    setKey(key);
    setTyped('');
    void askAnew();
  };
  const toProvider = () => {
    query.delete('signInError');
    query.delete('requestId');
    const here = query.size > 0 ? `?${query}` : '';
    window.location.assign(`auth/login?returnTo=${encodeURIComponent(here)}`);
  };

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>{t.title}</h1>
        <p>{t.needed}</p>
        {failed && (
          <p className={styles.wrong} role="alert">
            {failed === 'denied' || failed === 'expired' ? t.failed[failed] : t.failed.failed}
            {requestId && ` ${t.request(requestId)}`}
          </p>
        )}
        {problem.signIn.includes('oidc') && (
          <Button look="primary" onClick={toProvider}>
            {t.provider}
          </Button>
        )}
        {(problem.signIn.includes('apiKey') || problem.signIn.length === 0) && (
          <form className={styles.form} onSubmit={submit}>
            <label htmlFor="key">{t.key}</label>
            <input
              id="key"
              className={styles.input}
              type="password"
              autoComplete="off"
              required
              value={typed}
              aria-describedby="key-note"
              onChange={(event) => setTyped(event.target.value)}
            />
            <p id="key-note" className={styles.note}>
              {t.keyNote}
            </p>
            {(wasRefused || isWrong) && (
              <p className={styles.wrong} role="alert">
                {t.refused}
              </p>
            )}
            <Button type="submit">{t.withKey}</Button>
          </form>
        )}
      </div>
    </main>
  );
}
