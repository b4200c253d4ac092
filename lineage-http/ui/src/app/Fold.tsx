import { type ReactNode, useSyncExternalStore } from 'react';
import { narrow } from '../state/narrow';
import { usePlace } from '../state/place';
import styles from './App.module.css';

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** On a narrow screen, what is chosen comes before what there is to choose from. */
export function Fold({ label, children }: { label: string; children: ReactNode }) {
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  const { pipeline } = usePlace();
  if (!isNarrow) return children;
  return (
    <details className={styles.fold} open={!pipeline}>
      <summary>{label}</summary>
      {children}
    </details>
  );
}
