import Combobox from '@github/combobox-nav';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import styles from './Chooser.module.css';

export interface Choice {
  value: string;
  text: string;
  /** What tells two of the same text apart. */
  note?: string | undefined;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (value: string) => void;
  /** Whether a text that is no choice is taken as well, where not all choices are known. */
  free?: boolean;
  placeholder?: string;
}

const matches = (choice: Choice, typed: string) =>
  `${choice.text} ${choice.note ?? ''}`.toLowerCase().includes(typed.trim().toLowerCase());

/** One of many by typing a part of its name (the combobox of the ARIA Authoring Practices). */
export function Chooser({ label, choices, value, onChange, free = false, placeholder }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [isOpen, setOpen] = useState(false);
  // Until something is typed, all choices are offered.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = choices.find((choice) => choice.value === value)?.text ?? value ?? '';
  const offered = typed === null ? choices : choices.filter((choice) => matches(choice, typed));

  useEffect(() => {
    if (!isOpen || !input.current || !list.current) return;
    const keys = new Combobox(input.current, list.current, { tabInsertsSuggestions: false });
    keys.start();
    return () => keys.stop();
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    setTyped(null);
  };
  const choose = (chosen: string) => {
    close();
    if (chosen !== value) onChange(chosen);
  };
  const takeTyped = () => {
    const text = (typed ?? '').trim();
    if (free && text) choose(text);
    else close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // What an option was chosen by.
    if (event.defaultPrevented) return;
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && typed) {
      const first = offered[0];
      if (first && (!free || offered.length === 1)) choose(first.value);
      else takeTyped();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      // The text stays selected: what is typed next replaces it.
      event.preventDefault();
      setOpen(true);
    }
  };

  return (
    <div className={styles.chooser}>
      <label className={styles.label} htmlFor={`${id}-input`}>
        {label}
      </label>
      <div className={styles.box}>
        <input
          ref={input}
          id={`${id}-input`}
          className={styles.input}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={typed ?? shown}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setOpen(true)}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onBlur={takeTyped}
        />
        <span className={styles.toggle} aria-hidden="true">
          ▾
        </span>
        <ul
          ref={list}
          id={`${id}-list`}
          className={styles.list}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list of a combobox, which has the focus
          role="listbox"
          aria-label={label}
          hidden={!isOpen || offered.length === 0}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
        >
          {isOpen &&
            offered.map((choice, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field
              <li
                key={choice.value}
                id={`${id}-${index}`}
                className={`${styles.option} ${choice.value === value ? styles.chosen : ''}`}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of that list
                role="option"
                tabIndex={-1}
                onClick={() => choose(choice.value)}
              >
                {choice.text} {choice.note && <small>{choice.note}</small>}
              </li>
            ))}
        </ul>
      </div>
    </div>
  );
}
