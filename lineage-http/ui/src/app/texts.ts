import type { NoRun } from '../details/runState';
import type { Texts } from '../i18n/language';

export const texts: Texts<{
  skip: string;
  tabs: Record<'lineage' | 'features' | 'sql', string>;
  parts: string;
  language: string;
  theme: string;
  themes: Record<'system' | 'light' | 'dark', string>;
  signedInAs: (name: string) => string;
  signOut: string;
  api: string;
  help: string;
  close: string;
  menu: string;
  where: string;
  account: string;
  region: string;
  regionHint: string;
  domain: string;
  allDomains: string;
  pipelines: string;
  search: string;
  recent: string;
  noPipelines: string;
  noMatch: string;
  chooseRegion: string;
  choosePipeline: string;
  view: string;
  views: Record<'pipeline' | 'data' | 'both', string>;
  form: string;
  forms: Record<'graph' | 'table', string>;
  execution: string;
  latest: string;
  withoutRun: string;
  refresh: string;
  elapsed: string;
  lastScanned: string;
  neverRun: string;
  noRun: Record<NoRun, string>;
  started: string;
  scannedRun: string;
  scannedChange: string;
  statusesUnread: string;
  executionsUnread: string;
  newest: (count: number) => string;
  publicBuckets: (count: number) => string;
  openBuckets: (count: number) => string;
  unencryptedBuckets: (count: number) => string;
  steps: string;
  parameters: (count: number) => string;
  keys: readonly (readonly [string, string])[];
}> = {
  en: {
    skip: 'Skip to the content',
    tabs: { lineage: 'Lineage', features: 'Feature groups', sql: 'SQL' },
    parts: 'Parts of the page',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    signedInAs: (name) => `Signed in as ${name}`,
    signOut: 'Sign out',
    api: 'API',
    help: 'Keyboard shortcuts',
    close: 'Close',
    menu: 'Pipelines',
    where: 'Where',
    account: 'Account',
    region: 'Region',
    regionHint: 'us-east-1',
    domain: 'Studio domain',
    allDomains: 'All domains',
    pipelines: 'Pipelines',
    search: 'Search pipelines',
    recent: 'Recent',
    noPipelines: 'There are no pipelines in this region.',
    noMatch: 'No pipeline matches.',
    chooseRegion: 'Choose a region to see its pipelines.',
    choosePipeline: 'Choose a pipeline to see where its data comes from and where it goes.',
    view: 'View',
    views: { pipeline: 'Pipeline', data: 'Data', both: 'Both' },
    form: 'Shown as',
    forms: { graph: 'Graph', table: 'Table' },
    execution: 'Execution',
    latest: 'Latest',
    withoutRun: 'None: the definition alone',
    refresh: 'Refresh',
    elapsed: 'Elapsed',
    lastScanned: 'Last scanned',
    neverRun: 'No execution',
    noRun: { notAsked: 'Without an execution', unknown: 'Execution unknown', neverRan: 'No execution yet' },
    started: 'Started',
    scannedRun: 'The latest end of a step',
    scannedChange: 'The last change of the pipeline; no step has ended',
    statusesUnread: 'How executions went could not be read.',
    executionsUnread: 'Executions could not be listed',
    newest: (count) => `The newest ${count}; the address takes the id of an older one`,
    publicBuckets: (count) => (count === 1 ? '1 public bucket' : `${count} public buckets`),
    openBuckets: (count) => (count === 1 ? '1 bucket without a full block' : `${count} buckets without a full block`),
    unencryptedBuckets: (count) => (count === 1 ? '1 unencrypted bucket' : `${count} unencrypted buckets`),
    steps: 'Steps',
    parameters: (count) => (count === 1 ? '1 parameter' : `${count} parameters`),
    keys: [
      ['/', 'Search in the graph'],
      ['?', 'This list'],
      ['← → ↑ ↓', 'Along the arrows of the graph, and between neighbours'],
      ['Enter', 'Select the step or artifact that has the focus'],
      ['Esc', 'Let go of what is selected'],
      ['+ − 0', 'Zoom in, zoom out, show all of the graph'],
    ],
  },
  ko: {
    skip: '본문으로 건너뛰기',
    tabs: { lineage: '계보', features: '피처 그룹', sql: 'SQL' },
    parts: '페이지 구성',
    language: '언어',
    theme: '테마',
    themes: { system: '시스템 설정', light: '밝게', dark: '어둡게' },
    signedInAs: (name) => `${name}(으)로 로그인됨`,
    signOut: '로그아웃',
    api: 'API',
    help: '키보드 단축키',
    close: '닫기',
    menu: '파이프라인',
    where: '위치',
    account: '계정',
    region: '리전',
    regionHint: 'ap-northeast-2',
    domain: 'Studio 도메인',
    allDomains: '모든 도메인',
    pipelines: '파이프라인',
    search: '파이프라인 검색',
    recent: '최근 항목',
    noPipelines: '이 리전에는 파이프라인이 없습니다.',
    noMatch: '일치하는 파이프라인이 없습니다.',
    chooseRegion: '리전을 선택하면 파이프라인이 표시됩니다.',
    choosePipeline: '파이프라인을 선택하면 데이터가 어디에서 와서 어디로 가는지 볼 수 있습니다.',
    view: '보기',
    views: { pipeline: '파이프라인', data: '데이터', both: '모두' },
    form: '표시 방식',
    forms: { graph: '그래프', table: '표' },
    execution: '실행',
    latest: '최신',
    withoutRun: '없음: 정의만 보기',
    refresh: '새로 고침',
    elapsed: '소요 시간',
    lastScanned: '마지막 확인',
    neverRun: '실행 없음',
    noRun: { notAsked: '실행 없이 보기', unknown: '실행 여부 알 수 없음', neverRan: '아직 실행되지 않음' },
    started: '시작',
    scannedRun: '가장 늦게 끝난 단계의 시각',
    scannedChange: '파이프라인이 마지막으로 변경된 시각(끝난 단계 없음)',
    statusesUnread: '실행 결과를 읽지 못했습니다.',
    executionsUnread: '실행 목록을 가져오지 못했습니다',
    newest: (count) => `최근 ${count}개만 표시됩니다. 이전 실행은 주소에 ID를 넣어 볼 수 있습니다`,
    publicBuckets: (count) => `공개 버킷 ${count}개`,
    openBuckets: (count) => `퍼블릭 액세스가 완전히 차단되지 않은 버킷 ${count}개`,
    unencryptedBuckets: (count) => `암호화되지 않은 버킷 ${count}개`,
    steps: '단계',
    parameters: (count) => `파라미터 ${count}개`,
    keys: [
      ['/', '그래프에서 검색'],
      ['?', '이 목록 보기'],
      ['← → ↑ ↓', '그래프의 화살표를 따라, 또는 이웃 사이로 이동'],
      ['Enter', '초점이 있는 단계나 아티팩트 선택'],
      ['Esc', '선택 해제'],
      ['+ − 0', '확대, 축소, 전체 보기'],
    ],
  },
};
