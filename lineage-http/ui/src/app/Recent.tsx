import { OWN, useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { useRecent } from '../state/recent';
import { ELSEWHERE } from './elsewhere';
import styles from './Sidebar.module.css';
import { texts } from './texts';

/** Pipelines that were looked at in this browser. */
export function Recent() {
  const t = useTexts(texts);
  const where = useWhere();
  const recent = useRecent();
  if (recent.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t.recent}>
      <h2>{t.recent}</h2>
      <ul>
        {recent.map((one) => (
          <li key={JSON.stringify(one)}>
            <Link
              className={styles.item}
              to={{
                ...ELSEWHERE,
                account: one.account,
                region: one.region,
                domain: undefined,
                group: undefined,
                pipeline: one.pipeline,
              }}
            >
              <Icon name="clock" size={14} />
              <span>
                <Name name={one.pipeline} />
                {one.account !== where.account && <small> {one.account ?? OWN}</small>}
                {one.region !== where.region && <small> {one.region}</small>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
