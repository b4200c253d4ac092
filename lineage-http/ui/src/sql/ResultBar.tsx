import type { Script, Statement, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Button } from '../parts/Button';
import controls from '../parts/controls.module.css';
import { Icon } from '../parts/Icon';
import { formatPosition } from './position';
import styles from './Result.module.css';
import { diagnosticsOf, drawnOf } from './rows';
import { StatementFacts } from './StatementFacts';
import { texts } from './texts';

interface Props {
  script: Script;
  isDetected: boolean;
  isChanged: boolean;
  /** The place of a statement in the answer; null for all of them. */
  chosen: number | null;
  choose: (chosen: number | null) => void;
  goTo: (position: TextPosition) => void;
  showDiagnostics: () => void;
}

/** How the script was read, and which of its statements are shown. */
export function ResultBar({ script, isDetected, isChanged, chosen, choose, goTo, showDiagnostics }: Props) {
  const t = useTexts(texts);
  const { statements, dialect } = script;
  const one = chosen === null ? undefined : statements[chosen];
  const last = statements.length - 1;
  const diagnosed = diagnosticsOf(script).length;
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        {statements.length > 1 && (
          <div className={styles.chooser}>
            <select
              className={controls.field}
              aria-label={t.statement}
              value={chosen ?? ''}
              onChange={(event) => choose(event.target.value === '' ? null : Number(event.target.value))}
            >
              <option value="">
                {t.all} ({statements.length})
              </option>
              {statements.map((statement, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place in the answer
                <option key={place} value={place}>
                  {nameOf(statement)}
                </option>
              ))}
            </select>
            <Button
              look="icon"
              aria-label={t.previous}
              title={t.previous}
              disabled={chosen === null}
              onClick={() => choose(chosen ? chosen - 1 : null)}
            >
              <Icon name="left" />
            </Button>
            <Button
              look="icon"
              aria-label={t.next}
              title={t.next}
              disabled={chosen === last}
              onClick={() => choose(chosen === null ? 0 : chosen + 1)}
            >
              <Icon name="right" />
            </Button>
          </div>
        )}
        <span>{isDetected ? t.dialectDetected(dialect) : t.dialectRead(dialect)}</span>
        {chosen === null && <Drawn statements={statements} />}
        {diagnosed > 0 && (
          <Button look="plain" onClick={showDiagnostics}>
            <Icon name="alert" size={14} />
            {t.diagnostics(diagnosed)}
          </Button>
        )}
      </div>
      {one && <StatementFacts statement={one} goTo={goTo} />}
      {isChanged && (
        <p role="status">
          <Badge tone="warn" icon="alert">
            {t.changed}
          </Badge>
        </p>
      )}
    </div>
  );
}

/** How many statements the picture is of, and what became of the others. */
function Drawn({ statements }: { statements: readonly Statement[] }) {
  const t = useTexts(texts);
  const { drawn, errors, collapsed, silent } = drawnOf(statements);
  return (
    <>
      <span className={styles.muted}>
        {[
          t.drawn(drawn.length, statements.length),
          ...(collapsed ? [t.collapsed(collapsed)] : []),
          ...(silent ? [t.silent(silent)] : []),
        ].join(' · ')}
      </span>
      {errors > 0 && (
        <Badge tone="bad" icon="alert">
          {t.errors(errors)}
        </Badge>
      )}
    </>
  );
}

/** A statement in a line: its number, kind, target and place. */
const nameOf = ({ index, kind, target, position }: Statement): string =>
  `${index + 1}. ${kind}${target ? ` → ${target}` : ''} (${formatPosition(position)})`;
