import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, done } from '../api/client';
import { queryClient } from '../api/queries';
import { setKey, useKey } from '../auth/key';
import { useMe } from '../auth/me';
import { LANGUAGES, type Language, setLanguage, useLanguage, useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Failure } from '../parts/Notice';
import { TABS, usePlace } from '../state/place';
import { forgetRecent } from '../state/recent';
import { setTheme, THEMES, type Theme, useTheme } from '../state/theme';
import styles from './Header.module.css';
import { Help } from './Help';
import { texts } from './texts';

export function Header() {
  const t = useTexts(texts);
  const { tab = 'lineage' } = usePlace();
  const language = useLanguage();
  const theme = useTheme();
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <img src="./icon.svg" width={22} height={22} alt="" />
        sagemaker-lineage
      </div>
      <nav className={styles.tabs} aria-label={t.parts}>
        {TABS.map((name) => (
          <Link key={name} className={styles.tab} to={{ tab: name }} aria-current={name === tab ? 'page' : undefined}>
            {t.tabs[name]}
          </Link>
        ))}
      </nav>
      <div className={styles.right}>
        <Who />
        <Api />
        <select
          className={controls.field}
          aria-label={t.theme}
          value={theme}
          onChange={(event) => setTheme(event.target.value as Theme)}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {t.themes[name]}
            </option>
          ))}
        </select>
        <select
          className={controls.field}
          aria-label={t.language}
          value={language}
          onChange={(event) => setLanguage(event.target.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([name, text]) => (
            <option key={name} value={name} lang={name}>
              {text}
            </option>
          ))}
        </select>
        <HelpButton label={t.help} />
      </div>
    </header>
  );
}

/** A link sends no key: whoever is here by one could not read where it leads. */
function Api() {
  const t = useTexts(texts);
  if (useKey() !== null) return null;
  return (
    <a href="docs/" target="_blank" rel="noreferrer">
      {t.api}
    </a>
  );
}

function Who() {
  const t = useTexts(texts);
  const me = useMe();
  if (!me.signedIn) return null;
  return (
    <>
      <span className={styles.who}>{t.signedInAs(me.name)}</span>
      <SignOut label={t.signOut} />
    </>
  );
}

function SignOut({ label }: { label: string }) {
  const key = useKey();
  const signOut = useMutation({
    mutationFn: async () => {
      if (key) setKey(null);
      else await done(api.POST('/auth/logout'));
      forgetRecent();
    },
    onSuccess: () => queryClient.resetQueries(),
  });
  return (
    <>
      <Button onClick={() => signOut.mutate()} disabled={signOut.isPending}>
        {label}
      </Button>
      {signOut.isError && <Failure error={signOut.error} />}
    </>
  );
}

function HelpButton({ label }: { label: string }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key === '?' && !isTyping) setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button look="icon" aria-label={label} title={label} onClick={() => setOpen(true)}>
        <Icon name="question" />
      </Button>
      {isOpen && <Help onClose={() => setOpen(false)} />}
    </>
  );
}
