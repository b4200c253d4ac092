import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language';
import styles from './Details.module.css';
import { texts } from './texts';

/** Names and what they stand for. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={styles.facts}>{children}</dl>;

/** One of them. Nothing to show is said to be not told. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  const t = useTexts(texts);
  const isTold = children !== null && children !== undefined;
  return (
    <>
      <dt>{name}</dt>
      <dd>{isTold ? children : <span className={styles.muted}>{t.notTold}</span>}</dd>
    </>
  );
}
