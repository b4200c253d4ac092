import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { queryClient } from '../api/queries';
import { Gate } from '../auth/me';
import { FeaturesPage } from '../features/FeaturesPage';
import { useLanguage, useTexts } from '../i18n/language';
import { Boundary } from '../parts/Boundary';
import { Loading } from '../parts/Notice';
import { usePlace } from '../state/place';
import { useTheme } from '../state/theme';
import styles from './App.module.css';
import { Fold } from './Fold';
import { Header } from './Header';
import { LineagePage } from './LineagePage';
import { Sidebar } from './Sidebar';
import { texts } from './texts';

/** A file of its own, which is loaded when somebody looks at it. */
const SqlPage = lazy(() => import('../sql/SqlPage').then((loaded) => ({ default: loaded.SqlPage })));

/** The whole page. */
export function App() {
  const theme = useTheme();
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
  return (
    <QueryClientProvider client={queryClient}>
      <Boundary about="">
        <Gate>
          <Frame />
        </Gate>
      </Boundary>
    </QueryClientProvider>
  );
}

function Frame() {
  const t = useTexts(texts);
  const { tab = 'lineage', pipeline } = usePlace();
  useEffect(() => {
    const about = tab === 'lineage' ? pipeline : t.tabs[tab];
    document.title = about ? `${about} · sagemaker-lineage` : 'sagemaker-lineage';
  }, [tab, pipeline, t]);
  const content: Record<typeof tab, ReactNode> = {
    lineage: <LineagePage />,
    features: <FeaturesPage />,
    sql: <SqlPage />,
  };
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#content">
        {t.skip}
      </a>
      <Header />
      <div className={`${styles.main} ${tab === 'sql' ? 'wide' : ''}`}>
        {tab !== 'sql' && (
          <nav className={styles.side} aria-label={t.menu}>
            <Fold label={t.menu} key={pipeline}>
              <Sidebar />
            </Fold>
          </nav>
        )}
        <main id="content" className={styles.content} tabIndex={-1}>
          <Boundary about={`${tab} ${pipeline}`}>
            <Suspense fallback={<Loading />}>{content[tab]}</Suspense>
          </Boundary>
        </main>
      </div>
    </div>
  );
}
