import type { Statement, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { DependsTable } from './DependsTable';
import { MappingTable } from './MappingTable';
import styles from './Result.module.css';
import { StatementsTable } from './StatementsTable';
import { texts } from './texts';

export interface TableProps {
  /** Those that are shown, with their places in the answer. */
  shown: readonly (readonly [place: number, statement: Statement])[];
  /** Whether they are of the whole script. */
  isScript: boolean;
  goTo: (position: TextPosition) => void;
}

interface Props extends TableProps {
  statements: readonly Statement[];
  choose: (place: number) => void;
}

/** All that the picture shows, as tables. */
export function Tables({ statements, choose, ...table }: Props) {
  const t = useTexts(texts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.tables} aria-label={t.tables} tabIndex={0}>
      <MappingTable {...table} />
      <DependsTable {...table} />
      {table.isScript && <StatementsTable statements={statements} choose={choose} goTo={table.goTo} />}
    </section>
  );
}
