import type { ReactNode } from 'react';
import styles from './Details.module.css';

/** What may be wider than its place. It takes the focus, so that the keyboard can scroll it too. */
export const Scrolling = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, nobody scrolls it by keyboard
  <section className={styles.wide} aria-label={label} tabIndex={0}>
    {children}
  </section>
);
