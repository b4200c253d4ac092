import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './Button';
import styles from './Disclosure.module.css';

interface Props {
  /** What the button shows. */
  button: ReactNode;
  /** What the button is called, where it shows no words. */
  label?: string;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a panel below it, which Esc or a click elsewhere closes. */
export function Disclosure({ button, label, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // It is this panel that Esc closes, and nothing behind it.
      event.stopPropagation();
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [isOpen]);
  return (
    <div ref={root} className={styles.root}>
      <Button
        ref={opener}
        id={`${id}-button`}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={`${id}-panel`}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </Button>
      <section
        id={`${id}-panel`}
        className={styles.panel}
        hidden={!isOpen}
        aria-labelledby={`${id}-button`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
        tabIndex={0}
      >
        {isOpen && children(() => setOpen(false))}
      </section>
    </div>
  );
}
