import { useQuery } from '@tanstack/react-query';
import { queryClient, type Where } from '../api/queries';
import { useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Empty, Failure, Loading } from '../parts/Notice';
import { Warnings } from '../parts/Warnings';
import { usePlace } from '../state/place';
import styles from './FeaturesPage.module.css';
import { GroupDetails } from './GroupDetails';
import { GroupList } from './GroupList';
import { featureGroupsQuery } from './queries';
import { texts } from './texts';

/** The feature groups of a region, and one of them. */
export function FeaturesPage() {
  const t = useTexts(texts);
  const { region } = useWhere();
  if (!region) return <Empty>{t.chooseRegion}</Empty>;
  return <Groups />;
}

/** Asks again for all that is shown of a place. */
function refresh({ account, region }: Where): void {
  for (const about of ['feature-groups', 'feature-group'])
    void queryClient.invalidateQueries({ queryKey: [about, account, region] });
}

function Groups() {
  const t = useTexts(texts);
  const where = useWhere();
  const { group } = usePlace();
  const groups = useQuery(featureGroupsQuery(where));
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <h1>{t.title}</h1>
        <span className={styles.muted}>{[where.account, where.region].filter(Boolean).join(' · ')}</span>
        <div className={styles.end}>
          <Warnings warnings={groups.data?.warnings ?? []} />
          <Button onClick={() => refresh(where)} disabled={groups.isFetching}>
            <Icon name="refresh" />
            {t.refresh}
          </Button>
        </div>
      </div>
      <div className={styles.body}>
        <div className={styles.list}>
          {groups.isError && <Failure error={groups.error} retry={() => groups.refetch()} />}
          {groups.isPending && <Loading />}
          {groups.data && <GroupList items={groups.data.items} />}
        </div>
        <div className={styles.details}>
          {group ? (
            <GroupDetails key={`${where.account} ${where.region} ${group}`} name={group} />
          ) : (
            <Empty>{t.choose}</Empty>
          )}
        </div>
      </div>
    </div>
  );
}
