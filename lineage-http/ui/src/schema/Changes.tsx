import type { Change } from '../api/types';
import { Breaking } from '../details/Uri';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import type { IconName } from '../parts/Icon';
import { More } from '../parts/More';
import type { StatusLook } from '../parts/status';
import styles from './Schema.module.css';
import { texts } from './texts';

const LOOKS: Record<Change['kind'], { tone: StatusLook['tone']; icon: IconName }> = {
  added: { tone: 'ok', icon: 'plus' },
  removed: { tone: 'bad', icon: 'minus' },
  widened: { tone: 'busy', icon: 'fit' },
  narrowed: { tone: 'warn', icon: 'alert' },
  retyped: { tone: 'warn', icon: 'alert' },
  nullability: { tone: 'busy', icon: 'question' },
  reordered: { tone: 'neutral', icon: 'path' },
};

/** What became of the columns. */
export function Changes({ changes, caption }: { changes: readonly Change[]; caption: string }) {
  const t = useTexts(texts);
  return (
    <More all={changes} most={100}>
      {(shown) => (
        <table className={styles.fields}>
          <caption className="spoken">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.column}</th>
              <th scope="col">{t.change}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <tr key={`${change.kind} ${change.column}`}>
                <th scope="row">
                  <Breaking text={change.column} />
                </th>
                <td>
                  <Badge {...LOOKS[change.kind]}>{t.kinds[change.kind] ?? change.kind}</Badge> <Sides change={change} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}

/** What it was and what it is: one of them alone where the column is new or gone. */
function Sides({ change: { from, to } }: { change: Change }) {
  const t = useTexts(texts);
  const isBoth = isTold(from) && isTold(to);
  return (
    <>
      {isTold(from) && <code>{from}</code>}
      {isBoth && (
        <>
          {' '}
          <span aria-hidden="true">→</span>
          <span className="spoken">{t.became}</span>{' '}
        </>
      )}
      {isTold(to) && <code>{to}</code>}
    </>
  );
}

const isTold = (side: string | null | undefined): boolean => side !== null && side !== undefined;
