import { useTexts } from '../i18n/language';
import { More } from '../parts/More';
import { PositionButton } from './PositionButton';
import styles from './Result.module.css';
import { nameOf } from './rows';
import { Subtype } from './Subtype';
import type { TableProps } from './Tables';
import { texts } from './texts';

/** What decides which rows there are, rather than what is in them. */
export function DependsTable({ shown, isScript, goTo }: TableProps) {
  const t = useTexts(texts);
  const all = shown.flatMap(([, { index, target, datasetEdges }]) =>
    datasetEdges.map((edge) => ({ index, target: edge.to.table ?? target ?? null, edge })),
  );
  if (all.length === 0) return null;
  return (
    <More all={all} most={100}>
      {(first) => (
        <table data-testid="sql-depends">
          <caption>
            {t.depends(all.length)} <small>{t.dependsHint}</small>
          </caption>
          <thead>
            <tr>
              {isScript && (
                <th scope="col" className={styles.number}>
                  {t.statement}
                </th>
              )}
              <th scope="col">{t.to}</th>
              <th scope="col">{t.from}</th>
              <th scope="col">{t.type}</th>
              <th scope="col">{t.where}</th>
            </tr>
          </thead>
          <tbody>
            {first.map(({ index, target, edge }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the edges of an answer never change, and may repeat
              <tr key={at}>
                {isScript && <td>{index + 1}</td>}
                <td>{target ? <code>{target}</code> : t.wholeResult}</td>
                <td>
                  <code>{nameOf(edge.from)}</code>
                </td>
                <td className={styles.types}>
                  <Subtype subtype={edge.subtype} isMasked={edge.masking === true} />
                </td>
                <td>{edge.position && <PositionButton position={edge.position} goTo={goTo} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}
