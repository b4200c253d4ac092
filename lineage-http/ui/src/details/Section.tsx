import { type ReactNode, useId } from 'react';
import styles from './Details.module.css';

/** A part of the details under a heading of its own, which names it. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const name = useId();
  return (
    <section className={styles.section} aria-labelledby={name}>
      <h3 id={name}>{title}</h3>
      {children}
    </section>
  );
}
