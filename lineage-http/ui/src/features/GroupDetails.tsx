import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FeatureGroup } from '../api/types';
import { useWhere } from '../auth/me';
import { ConsoleLink } from '../details/ConsoleLink';
import { CopyButton } from '../details/CopyButton';
import { Fact, Facts } from '../details/Facts';
import { time } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { Badge, Status } from '../parts/Badge';
import { Failure, Loading } from '../parts/Notice';
import { Warnings } from '../parts/Warnings';
import { pagesOf } from './console';
import styles from './FeaturesPage.module.css';
import { FeatureTable } from './FeatureTable';
import { featureGroupQuery } from './queries';
import { Stores } from './Stores';
import { texts } from './texts';

/** One feature group. */
export function GroupDetails({ name }: { name: string }) {
  const where = useWhere();
  const [isDescribed, setDescribed] = useState(false);
  const plain = useQuery(featureGroupQuery(where, name, false));
  const described = useQuery({ ...featureGroupQuery(where, name, true), enabled: isDescribed });
  const group = (isDescribed ? described.data : undefined) ?? plain.data;
  return (
    <article aria-label={name}>
      {plain.isError && <Failure error={plain.error} retry={() => plain.refetch()} />}
      {plain.isPending && <Loading />}
      {group && (
        <>
          <Group group={group} />
          {isDescribed && described.isError && <Failure error={described.error} retry={() => described.refetch()} />}
          <FeatureTable
            group={group}
            descriptions={stateOf(isDescribed, described.isSuccess, described.isFetching)}
            onDescribe={setDescribed}
          />
        </>
      )}
    </article>
  );
}

function stateOf(isWanted: boolean, isRead: boolean, isFetching: boolean) {
  if (!isWanted) return 'notRead';
  if (isRead) return 'read';
  return isFetching ? 'reading' : 'notRead';
}

function Group({ group }: { group: FeatureGroup }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const pages = pagesOf(group);
  const code = (text: string | null | undefined) => (text ? <code>{text}</code> : null);
  return (
    <>
      <div className={styles.title}>
        <h2>{group.featureGroupName}</h2>
        {group.status ? <Status status={group.status} /> : <Badge tone="neutral">{t.unknownStatus}</Badge>}
        <div className={styles.end}>
          <Warnings warnings={group.warnings} />
        </div>
      </div>
      <div className={styles.facts}>
        <Facts>
          <Fact name={t.created}>{time(group.creationTime, language)}</Fact>
          <Fact name={t.arn}>
            {code(group.featureGroupArn)} <CopyButton text={group.featureGroupArn} what={t.arn} />
          </Fact>
          <Fact name={t.role}>
            {group.roleArn && (
              <>
                {code(group.roleArn)} <ConsoleLink page={pages.role} about={group.roleArn} />
              </>
            )}
          </Fact>
          <Fact name={t.parts.recordIdentifier}>{code(group.recordIdentifier)}</Fact>
          <Fact name={t.parts.eventTime}>{code(group.eventTime)}</Fact>
        </Facts>
      </div>
      <Stores group={group} pages={pages} />
    </>
  );
}
