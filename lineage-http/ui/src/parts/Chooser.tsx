import { useCombobox } from 'downshift';
import { useState } from 'react';
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
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  const shown = chosen?.text ?? value ?? '';
  // Until something is typed, all choices are offered.
  const [typed, setTyped] = useState<string | null>(null);
  const items = typed === null ? choices : choices.filter((choice) => matches(choice, typed));
  const combobox = useCombobox<Choice>({
    items: [...items],
    itemToString: (choice) => choice?.text ?? '',
    selectedItem: chosen,
    inputValue: typed ?? shown,
    onSelectedItemChange: ({ selectedItem }) => {
      if (selectedItem) onChange(selectedItem.value);
    },
    onIsOpenChange: ({ isOpen, type }) => {
      if (isOpen) return;
      const text = (typed ?? '').trim();
      const types = useCombobox.stateChangeTypes;
      const isMeant = type === types.InputBlur || type === types.InputKeyDownEnter;
      if (free && isMeant && text && !choices.some((choice) => choice.value === text)) onChange(text);
      setTyped(null);
    },
  });
  const { htmlFor, ...name } = combobox.getLabelProps();
  return (
    <div className={styles.chooser}>
      <label className={styles.label} {...name} htmlFor={htmlFor}>
        {label}
      </label>
      <div className={styles.box}>
        <input
          className={styles.input}
          placeholder={placeholder}
          spellCheck={false}
          {...combobox.getInputProps({
            onFocus: (event) => event.currentTarget.select(),
            // At once: what is typed fast would be lost to the text that was there before.
            onChange: (event) => setTyped(event.currentTarget.value),
            onKeyDown: (event) => {
              // With nothing highlighted, Enter takes what was typed, or the only one left.
              if (event.key !== 'Enter' || combobox.highlightedIndex >= 0 || typed === null) return;
              const only = items.length === 1 ? items[0]?.value : undefined;
              const text = only ?? (free ? typed.trim() : '');
              if (!text) return;
              onChange(text);
              setTyped(null);
              combobox.closeMenu();
            },
          })}
        />
        <button className={styles.toggle} {...combobox.getToggleButtonProps({ 'aria-label': label })} type="button">
          ▾
        </button>
        <ul className={`${styles.list} ${combobox.isOpen ? '' : styles.closed}`} {...combobox.getMenuProps()}>
          {combobox.isOpen &&
            items.map((choice, index) => (
              <li
                key={choice.value}
                className={`${styles.option} ${choice.value === value ? styles.chosen : ''}`}
                {...combobox.getItemProps({ item: choice, index })}
              >
                {choice.text} {choice.note && <small>{choice.note}</small>}
              </li>
            ))}
        </ul>
      </div>
    </div>
  );
}
