import type { Texts } from '../i18n/language';
import type { Part } from './list';

export const texts: Texts<{
  title: string;
  search: string;
  count: (all: number) => string;
  refresh: string;
  chooseRegion: string;
  choose: string;
  empty: string;
  noMatch: string;
  unknownStatus: string;
  created: string;
  createdAt: (time: string) => string;
  arn: string;
  role: string;
  offline: string;
  online: string;
  noOffline: string;
  noOnline: string;
  enabled: string;
  uri: string;
  resolvedUri: string;
  kms: string;
  noKms: string;
  format: string;
  catalog: string;
  database: string;
  table: string;
  storage: string;
  features: string;
  caption: (group: string) => string;
  name: string;
  type: string;
  part: string;
  parts: Record<Part, string>;
  description: string;
  noDescription: string;
  noneOrNotRead: string;
  noFeatures: string;
  readDescriptions: string;
  hideDescriptions: string;
  cost: (count: number) => string;
  reading: string;
}> = {
  en: {
    title: 'Feature groups',
    search: 'Search feature groups',
    count: (all) => (all === 1 ? '1 feature group' : `${all} feature groups`),
    refresh: 'Refresh',
    chooseRegion: 'Choose a region to see its feature groups.',
    choose: 'Choose a feature group to see its columns and its stores.',
    empty: 'There are no feature groups in this region.',
    noMatch: 'No feature group matches.',
    unknownStatus: 'Status not told',
    created: 'Created',
    createdAt: (time) => `Created ${time}`,
    arn: 'ARN',
    role: 'Role',
    offline: 'Offline store',
    online: 'Online store',
    noOffline: 'This feature group has no offline store.',
    noOnline: 'This feature group has no online store.',
    enabled: 'Enabled',
    uri: 'S3 URI',
    resolvedUri: 'Data at',
    kms: 'KMS key',
    noKms: 'None of its own',
    format: 'Table format',
    catalog: 'Glue catalog',
    database: 'Glue database',
    table: 'Glue table',
    storage: 'Storage type',
    features: 'Columns',
    caption: (group) => `Columns of ${group}. The buttons in the header sort them.`,
    name: 'Name',
    type: 'Type',
    part: 'Purpose',
    parts: { recordIdentifier: 'Record identifier', eventTime: 'Event time' },
    description: 'Description',
    noDescription: 'None',
    noneOrNotRead: 'None, or not read: see the warnings',
    noFeatures: 'This feature group has no columns.',
    readDescriptions: 'Read descriptions',
    hideDescriptions: 'Hide descriptions',
    cost: (count) => (count === 1 ? 'Costs one call to AWS.' : `Costs ${count} calls to AWS, one for each column.`),
    reading: 'Reading the descriptions…',
  },
  ko: {
    title: '피처 그룹',
    search: '피처 그룹 검색',
    count: (all) => `피처 그룹 ${all}개`,
    refresh: '새로 고침',
    chooseRegion: '리전을 선택하면 피처 그룹이 표시됩니다.',
    choose: '피처 그룹을 선택하면 열과 저장소를 볼 수 있습니다.',
    empty: '이 리전에는 피처 그룹이 없습니다.',
    noMatch: '일치하는 피처 그룹이 없습니다.',
    unknownStatus: '상태 정보 없음',
    created: '생성 시각',
    createdAt: (time) => `${time} 생성`,
    arn: 'ARN',
    role: '역할',
    offline: '오프라인 저장소',
    online: '온라인 저장소',
    noOffline: '이 피처 그룹에는 오프라인 저장소가 없습니다.',
    noOnline: '이 피처 그룹에는 온라인 저장소가 없습니다.',
    enabled: '사용 중',
    uri: 'S3 URI',
    resolvedUri: '데이터 위치',
    kms: 'KMS 키',
    noKms: '별도로 지정하지 않음',
    format: '테이블 형식',
    catalog: 'Glue 카탈로그',
    database: 'Glue 데이터베이스',
    table: 'Glue 테이블',
    storage: '스토리지 유형',
    features: '열',
    caption: (group) => `${group}의 열. 머리글의 버튼으로 정렬할 수 있습니다.`,
    name: '이름',
    type: '유형',
    part: '용도',
    parts: { recordIdentifier: '레코드 식별자', eventTime: '이벤트 시각' },
    description: '설명',
    noDescription: '없음',
    noneOrNotRead: '없거나 읽지 못함: 경고를 확인하세요',
    noFeatures: '이 피처 그룹에는 열이 없습니다.',
    readDescriptions: '설명 읽기',
    hideDescriptions: '설명 숨기기',
    cost: (count) => `열마다 한 번씩, AWS를 모두 ${count}번 호출합니다.`,
    reading: '설명을 읽는 중…',
  },
};
