import type { Dataset } from '../api/types';
import { Fact, Facts } from '../details/Facts';
import { Value } from '../details/Metrics';
import { Breaking } from '../details/Uri';
import { count } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { More } from '../parts/More';
import { useShowing } from '../parts/showing';
import { FieldsTable } from './FieldsTable';
import { Samples } from './Samples';
import styles from './Schema.module.css';
import { texts } from './texts';
import { WarningList } from './WarningList';

/** What samples of the objects say. */
export function CurrentSchema({ dataset }: { dataset: Dataset }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { schema, warnings } = dataset;
  const { meta } = schema;
  return (
    <>
      <p>
        <strong>{t.fields(schema.columns.length)}</strong>
      </p>
      <FieldsTable columns={schema.columns} caption={t.current} />
      <Facts>
        <Fact name={t.dataset}>
          <Breaking text={dataset.dataset_id} />
        </Fact>
        <Fact name={t.format}>{schema.format}</Fact>
        {schema.tableFormat && <Fact name={t.tableFormat}>{schema.tableFormat}</Fact>}
        <Fact name={t.objects}>
          {t.objectsValue(count(schema.sampled_files.length, language), count(meta.num_objects, language))}
        </Fact>
        {typeof meta.num_row_groups === 'number' && (
          <Fact name={t.rowGroups}>{count(meta.num_row_groups, language)}</Fact>
        )}
        <Fact name={t.confidence}>
          <Value value={schema.confidence} /> <span className={styles.muted}>({t.confidenceNote})</span>
        </Fact>
      </Facts>
      <Conflicts conflicts={schema.conflicts} />
      <Samples meta={meta} />
      <Skipped skipped={schema.skipped} all={meta.num_skipped} />
      <WarningList warnings={warnings} />
    </>
  );
}

function Conflicts({ conflicts }: { conflicts: Dataset['schema']['conflicts'] }) {
  const t = useTexts(texts);
  if (conflicts.length === 0) return null;
  return (
    <div>
      <h5>{t.conflicts}</h5>
      <ul className={styles.list} aria-label={t.conflicts}>
        {conflicts.map(({ column, types }) => (
          <li key={column}>
            <code>{column}</code>
            <ul className={styles.bulleted}>
              {types.map(({ type, files }) => (
                <li key={type}>
                  <code>{type}</code> <span className={styles.muted}>{files.join(', ')}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Skipped({ skipped, all }: { skipped: Dataset['schema']['skipped']; all: number }) {
  const t = useTexts(texts);
  const showing = useShowing();
  if (all === 0 && skipped.length === 0) return null;
  return (
    <div>
      <h5>
        {t.skipped} ({all})
      </h5>
      <More all={skipped} most={10}>
        {(shown) => (
          <ul className={styles.list} aria-label={t.skipped}>
            {shown.map(({ key, reason, message }) => (
              <li key={key}>
                <Breaking text={key} />{' '}
                <span className={styles.muted}>
                  {reason}
                  {message && `: ${message}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </More>
      {/* The server names the first of them only. */}
      {all > skipped.length && <p className={styles.muted}>{showing(skipped.length, all)}</p>}
    </div>
  );
}
