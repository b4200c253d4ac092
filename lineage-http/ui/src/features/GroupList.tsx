import { useDeferredValue, useMemo } from 'react';
import type { FeatureGroupItem } from '../api/types';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import controls from '../parts/controls.module.css';
import { Link } from '../parts/Link';
import { Empty } from '../parts/Notice';
import { useShowing } from '../parts/showing';
import { go, usePlace } from '../state/place';
import styles from './FeaturesPage.module.css';
import { named } from './list';
import { texts } from './texts';

/** The feature groups, those that are searched for. */
export function GroupList({ items }: { items: readonly FeatureGroupItem[] }) {
  const t = useTexts(texts);
  const showing = useShowing();
  const { groups: typed = '' } = usePlace();
  const sought = useDeferredValue(typed);
  const shown = useMemo(() => named(items, sought), [items, sought]);
  if (items.length === 0) return <Empty>{t.empty}</Empty>;
  return (
    <>
      <div className={styles.search}>
        <input
          className={controls.field}
          type="search"
          spellCheck={false}
          placeholder={t.search}
          aria-label={t.search}
          value={typed}
          onChange={(event) => go({ groups: event.target.value || undefined }, 'replace')}
        />
        <p role="status" className={styles.muted}>
          {shown.length < items.length ? showing(shown.length, items.length) : t.count(items.length)}
        </p>
      </div>
      {shown.length === 0 && <Empty>{t.noMatch}</Empty>}
      <ul aria-label={t.title}>
        {shown.map((item) => (
          <Item key={item.name} item={item} />
        ))}
      </ul>
    </>
  );
}

function Item({ item }: { item: FeatureGroupItem }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { group } = usePlace();
  return (
    <li className={styles.item}>
      <Link
        to={{ group: item.name, version: undefined, against: undefined }}
        aria-current={item.name === group ? 'true' : undefined}
      >
        {item.name}
      </Link>
      <div className={styles.state}>
        {item.status ? <Status status={item.status} /> : <Badge tone="neutral">{t.unknownStatus}</Badge>}
        <small>{t.createdAt(time(item.creationTime, language))}</small>
      </div>
    </li>
  );
}
