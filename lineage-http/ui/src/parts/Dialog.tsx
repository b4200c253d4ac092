import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { Icon } from './Icon';

interface Props {
  title: string;
  /** What the button says that closes it. */
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog; the browser keeps the focus in it, closes it by Esc, and returns the focus. */
export function Dialog({ title, close, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={name} onClose={onClose}>
      <div className={styles.head}>
        <h2 id={name}>{title}</h2>
        <Button look="icon" aria-label={close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </Button>
      </div>
      {children}
    </dialog>
  );
}
