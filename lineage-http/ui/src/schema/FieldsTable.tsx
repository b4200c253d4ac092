import type { Column } from '../api/types';
import { Breaking } from '../details/Uri';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { More } from '../parts/More';
import { fieldsOf } from './fields';
import styles from './Schema.module.css';
import { texts } from './texts';

/** Columns with their types; what a nested one is made of stands below it, indented. */
export function FieldsTable({ columns, caption }: { columns: readonly Column[]; caption: string }) {
  const t = useTexts(texts);
  return (
    <More all={fieldsOf(columns)} most={100}>
      {(shown) => (
        <table className={styles.fields}>
          <caption className="spoken">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.field}</th>
              <th scope="col">{t.type}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <tr key={field.path}>
                <th scope="row" style={{ paddingInlineStart: field.depth * 14 }}>
                  {field.depth > 0 && (
                    <span className={styles.nested} aria-hidden="true">
                      {'↳\u00a0'}
                    </span>
                  )}
                  <Breaking text={field.name} /> {field.partition && <Badge tone="neutral">{t.partition}</Badge>}
                </th>
                <td>
                  <code>{field.type}</code>{' '}
                  <span className={styles.muted}>{field.nullable ? t.nullable : t.notNull}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}
