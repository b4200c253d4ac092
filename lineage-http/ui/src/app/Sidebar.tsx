import { OWN, useMe, useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Chooser } from '../parts/Chooser';
import { Empty } from '../parts/Notice';
import { go, usePlace } from '../state/place';
import { ELSEWHERE } from './elsewhere';
import { Pipelines } from './Pipelines';
import styles from './Sidebar.module.css';
import { texts } from './texts';

/** Account, region, domain, pipeline. */
export function Sidebar() {
  const t = useTexts(texts);
  const me = useMe();
  const where = useWhere();
  const { tab = 'lineage' } = usePlace();
  const account = me.accounts.find((one) => one.name === (where.account ?? OWN)) ?? me.accounts[0];
  const regions = account?.regions ?? [];
  return (
    <>
      <div className={styles.choosers}>
        {me.accounts.length > 1 && (
          <Chooser
            label={t.account}
            choices={me.accounts.map(({ name }) => ({ value: name, text: name }))}
            value={account?.name}
            onChange={(name) =>
              go({
                account: name === me.accounts[0]?.name ? undefined : name,
                region: undefined,
                domain: undefined,
                pipeline: undefined,
                group: undefined,
                ...ELSEWHERE,
              })
            }
          />
        )}
        <Chooser
          label={t.region}
          choices={[...new Set([...regions, ...(where.region ? [where.region] : [])])].map((name) => ({
            value: name,
            text: name,
          }))}
          value={where.region}
          free={regions.length === 0}
          placeholder={t.regionHint}
          onChange={(region) => go({ region, domain: undefined, pipeline: undefined, group: undefined, ...ELSEWHERE })}
        />
      </div>
      {tab === 'lineage' && (where.region ? <Pipelines /> : <Empty>{t.chooseRegion}</Empty>)}
    </>
  );
}
