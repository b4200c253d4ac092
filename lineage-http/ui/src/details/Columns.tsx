import { useIsFetching } from '@tanstack/react-query';
import { useTexts } from '../i18n/language';
import { More } from '../parts/More';
import { Loading } from '../parts/Notice';
import { go, usePlace } from '../state/place';
import { type ColumnLineage, type ColumnsAt, onlyTable } from './columns';
import styles from './Details.module.css';
import { Fact, Facts } from './Facts';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking } from './Uri';

/** Which columns come from which. Reading the SQL takes calls, so it is asked for by a switch. */
export function Columns({ places, ask }: { places: readonly ColumnsAt[]; ask: string }) {
  const t = useTexts(texts);
  const { columns = false } = usePlace();
  const isFetching = useIsFetching({ queryKey: ['lineage'] }) > 0;
  return (
    <Section title={t.columns}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={columns}
          onChange={(event) => go({ columns: event.target.checked || undefined })}
        />
        {ask}
      </label>
      {columns && isFetching && places.length === 0 && <Loading />}
      {columns && !isFetching && places.length === 0 && <p className={styles.muted}>{t.noColumns}</p>}
      {columns && places.map((at) => <Table key={at.place} at={at} />)}
    </Section>
  );
}

function Table({ at: { place, columns } }: { at: ColumnsAt }) {
  const t = useTexts(texts);
  const to = onlyTable(columns, 'to');
  const from = onlyTable(columns, 'from');
  return (
    <div className={styles.section}>
      <p>
        <strong>
          <Breaking text={place ?? t.ofThisStep} />
        </strong>
      </p>
      <Facts>
        {to !== undefined && to !== place && (
          <Fact name={t.columnTo}>
            <Breaking text={to} />
          </Fact>
        )}
        {from !== undefined && from !== place && (
          <Fact name={t.columnFrom}>
            <Breaking text={from} />
          </Fact>
        )}
      </Facts>
      <More all={columns}>
        {(shown) => (
          <table className={styles.small}>
            <thead>
              <tr>
                <th scope="col">{t.columnTo}</th>
                <th scope="col">{t.columnFrom}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={JSON.stringify(one)}>
                  <td>
                    <Place place={one.to} hasTable={to === undefined} />
                  </td>
                  <td>
                    <Place place={one.from} hasTable={from === undefined} />
                    <div className={styles.muted}>
                      {one.subtype} · {one.type}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </More>
    </div>
  );
}

function Place({ place, hasTable }: { place: ColumnLineage['to']; hasTable: boolean }) {
  const t = useTexts(texts);
  return (
    <>
      {place.column ? <Code text={place.column} /> : <span className={styles.muted}>{t.wholeDataset}</span>}
      {hasTable && (
        <div className={styles.muted}>
          <Breaking text={place.table ?? t.notDecided} />
        </div>
      )}
    </>
  );
}

const Code = ({ text }: { text: string }) => (
  <code>
    <Breaking text={text} />
  </code>
);
