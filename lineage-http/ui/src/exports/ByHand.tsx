import { useEffect, useId, useRef } from 'react';
import styles from './ExportPanel.module.css';

/** A text to be copied by hand, all of it selected. */
export function ByHand({ text, label }: { text: string; label: string }) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is selected anew
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [text]);
  return (
    <div className={styles.hand}>
      <label htmlFor={id}>{label}</label>
      <textarea ref={field} id={id} readOnly rows={4} value={text} />
    </div>
  );
}
