import type { Statement, TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import { PositionButton } from './PositionButton';
import styles from './Result.module.css';
import { texts } from './texts';

interface Props {
  statement: Statement;
  goTo: (position: TextPosition) => void;
}

/** What one statement does, to which table, from which ones. */
export function StatementFacts({ statement, goTo }: Props) {
  const t = useTexts(texts);
  const { kind, target, location, sources, position, collapsed } = statement;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t.kind}</dt>
        <dd>
          <Badge tone={kind === 'error' ? 'bad' : 'neutral'} {...(kind === 'error' && { icon: 'alert' as const })}>
            {kind}
          </Badge>{' '}
          {collapsed && <Badge tone="neutral">{t.seenThrough}</Badge>}
        </dd>
      </div>
      {kind !== 'error' && (
        <>
          <div>
            <dt>{t.target}</dt>
            <dd>{target ? <code>{target}</code> : kind === 'select' ? t.noTarget : t.none}</dd>
          </div>
          {location && (
            <div>
              <dt>{t.location}</dt>
              <dd>
                <code>{location}</code>
              </dd>
            </div>
          )}
          <div>
            <dt>{t.sources}</dt>
            <dd>{sources.length > 0 ? <code>{sources.join(', ')}</code> : t.none}</dd>
          </div>
        </>
      )}
      <div>
        <dt>{t.position}</dt>
        <dd>
          <PositionButton position={position} goTo={goTo} />
        </dd>
      </div>
    </dl>
  );
}
