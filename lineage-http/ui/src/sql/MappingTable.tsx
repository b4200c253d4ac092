import { useMemo } from 'react';
import type { ColumnEdge } from '../api/types';
import { useTexts } from '../i18n/language';
import { More } from '../parts/More';
import { PositionButton } from './PositionButton';
import styles from './Result.module.css';
import { nameOf, rowsOf } from './rows';
import { Subtype } from './Subtype';
import type { TableProps } from './Tables';
import { texts } from './texts';

/** Each column that is written, and what it comes from. */
export function MappingTable({ shown, isScript, goTo }: TableProps) {
  const t = useTexts(texts);
  const rows = useMemo(() => rowsOf(shown), [shown]);
  const indexOf = new Map(shown.map(([place, { index }]) => [place, index]));
  const isAny = shown.some(([, { kind, target }]) => kind !== 'error' && (target || kind === 'select'));
  return (
    <>
      {rows.length > 0 && (
        <More all={rows} most={100}>
          {(first) => (
            <table data-testid="sql-mapping">
              <caption>{t.mapping(rows.length)}</caption>
              <thead>
                <tr>
                  {isScript && (
                    <th scope="col" className={styles.number}>
                      {t.statement}
                    </th>
                  )}
                  <th scope="col">{t.to}</th>
                  <th scope="col">{t.from}</th>
                </tr>
              </thead>
              <tbody>
                {first.map((row) => (
                  <tr key={row.id}>
                    {isScript && <td>{(indexOf.get(row.place) ?? 0) + 1}</td>}
                    <th scope="row">
                      <code>
                        {row.target === null ? row.column : nameOf({ table: row.target, column: row.column })}
                      </code>
                    </th>
                    <td>
                      {row.from.length === 0 && <span className={styles.muted}>{t.noSources}</span>}
                      <ul>
                        {row.from.map((edge, at) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: the edges of an answer never change, and may repeat
                          <Source key={at} edge={edge} goTo={goTo} />
                        ))}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </More>
      )}
      {isAny && <p className={styles.note}>{t.withoutSources}</p>}
    </>
  );
}

function Source({ edge, goTo }: { edge: ColumnEdge } & Pick<TableProps, 'goTo'>) {
  const t = useTexts(texts);
  return (
    <li className={styles.source}>
      <code title={edge.from.table ? undefined : t.undecided}>{nameOf(edge.from)}</code>
      <Subtype subtype={edge.subtype} isMasked={edge.masking === true} />
      {edge.position && <PositionButton position={edge.position} goTo={goTo} />}
    </li>
  );
}
