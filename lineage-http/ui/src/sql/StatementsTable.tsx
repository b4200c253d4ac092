import type { Statement, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { Button } from '../parts/Button';
import { PositionButton } from './PositionButton';
import styles from './Result.module.css';
import { texts } from './texts';

interface Props {
  statements: readonly Statement[];
  choose: (place: number) => void;
  goTo: (position: TextPosition) => void;
}

/** Every statement of a script, also those that the picture leaves out. */
export function StatementsTable({ statements, choose, goTo }: Props) {
  const t = useTexts(texts);
  return (
    <table data-testid="sql-statements">
      <caption>{t.statements(statements.length)}</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.number}>
            {t.statement}
          </th>
          <th scope="col">{t.kind}</th>
          <th scope="col">{t.target}</th>
          <th scope="col">{t.sources}</th>
          <th scope="col">{t.position}</th>
        </tr>
      </thead>
      <tbody>
        {statements.map(({ index, kind, target, sources, position, collapsed }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place in the answer
          <tr key={place}>
            <td>
              <Button aria-label={t.ofStatement(index + 1)} onClick={() => choose(place)}>
                {index + 1}
              </Button>
            </td>
            <td>
              {kind === 'error' ? (
                <Badge tone="bad" icon="alert">
                  {kind}
                </Badge>
              ) : (
                kind
              )}
              {collapsed && <small> {t.seenThrough}</small>}
            </td>
            <td>{target ? <code>{target}</code> : kind === 'select' ? t.noTarget : '—'}</td>
            <td>{sources.length > 0 ? <code>{sources.join(', ')}</code> : '—'}</td>
            <td>
              <PositionButton position={position} goTo={goTo} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
