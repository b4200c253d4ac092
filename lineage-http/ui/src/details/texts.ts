import type { Edge } from '../api/types';
import type { Through } from '../graph/users';
import type { Texts } from '../i18n/language';

export const texts: Texts<{
  close: string;
  absentStep: (id: string) => string;
  absentData: (uri: string) => string;
  absentWhy: string;
  copy: (what: string) => string;
  copied: string;
  copyFailed: string;
  name: string;
  arn: string;
  run: string;
  noExecution: string;
  neverRan: string;
  unknownRun: (why: string | null) => string;
  noRun: string;
  notStarted: string;
  notTold: string;
  running: string;
  started: string;
  ended: string;
  elapsed: string;
  attempts: string;
  job: string;
  execution: string;
  id: string;
  executionStarted: string;
  lastChanged: string;
  moreOfRun: (number: number) => string;
  cache: string;
  cacheHit: string;
  cacheHitMeans: string;
  cacheMiss: string;
  source: string;
  outcome: string;
  failure: string;
  branches: Record<'True' | 'False', string>;
  inputs: string;
  outputs: string;
  noInputs: string;
  noOutputs: string;
  metrics: string;
  jobMetrics: string;
  reportMetrics: string;
  metric: string;
  value: string;
  notANumber: string;
  report: string;
  noReport: string;
  outputParameters: string;
  metadata: string;
  runs: string;
  status: string;
  registry: string;
  group: string;
  version: string;
  approval: string;
  deployment: string;
  before: string;
  after: string;
  none: string;
  via: Record<Edge['via'], string>;
  inConsole: string;
  inStudio: string;
  newWindow: string;
  symbolic: string;
  featureGroup: string;
  writers: string;
  readers: string;
  noWriters: string;
  noReaders: string;
  writesThrough: (through: Through) => string;
  readsThrough: (through: Through) => string;
  columns: string;
  askColumns: string;
  askColumnsOnData: string;
  noColumns: string;
  columnTo: string;
  columnFrom: string;
  wholeDataset: string;
  notDecided: string;
  ofThisStep: string;
  bucket: string;
}> = {
  en: {
    close: 'Close the details',
    absentStep: (id) => `There is no step “${id}” in this lineage.`,
    absentData: (uri) => `There is no data “${uri}” in this lineage.`,
    absentWhy: 'The pipeline may have changed since the link was made, or another execution is shown.',
    copy: (what) => `Copy ${what}`,
    copied: 'Copied',
    copyFailed: 'The browser refused to copy',
    name: 'Name',
    arn: 'ARN',
    run: 'Run',
    noExecution: 'No execution was asked for: what follows is the definition alone.',
    neverRan: 'The pipeline has never run: what follows is the definition alone.',
    unknownRun: (why) => `Unknown: executions could not be read${why ? ` (${why})` : ''}.`,
    noRun: 'Nothing is told of a run of this step.',
    notStarted: 'Not started',
    notTold: 'Not told',
    running: 'Not ended yet',
    started: 'Started',
    ended: 'Ended',
    elapsed: 'Elapsed',
    attempts: 'Attempts',
    job: 'Job',
    execution: 'Pipeline execution',
    id: 'ID',
    executionStarted: 'Started at',
    lastChanged: 'Last changed',
    moreOfRun: (number) => `More about run ${number}`,
    cache: 'Cache',
    cacheHit: 'Hit',
    cacheHitMeans: 'The result of an earlier execution was taken.',
    cacheMiss: 'No hit',
    source: 'Taken from',
    outcome: 'Outcome',
    failure: 'Failure reason',
    branches: { True: 'True: the branch “if”', False: 'False: the branch “else”' },
    inputs: 'Inputs',
    outputs: 'Outputs',
    noInputs: 'It reads nothing that the definition names.',
    noOutputs: 'It writes nothing that the definition names.',
    metrics: 'Metrics',
    jobMetrics: 'Reported by the job',
    reportMetrics: 'From its evaluation report',
    metric: 'Metric',
    value: 'Value',
    notANumber: 'Not a finite number',
    report: 'Report',
    noReport: 'Which report they come from is not told.',
    outputParameters: 'Output parameters',
    metadata: 'Further facts',
    runs: 'Runs of its items',
    status: 'Status',
    registry: 'Model registry',
    group: 'Model package group',
    version: 'Version',
    approval: 'Approval',
    deployment: 'Deployment',
    before: 'Comes after',
    after: 'Comes before',
    none: 'No step',
    via: {
      dependsOn: 'depends on',
      'ref:Get': 'reference',
      condition: 'branch',
      forEach: 'for each',
      cleanup: 'cleanup',
      s3: 'same data',
      deployment: 'deployment',
    },
    inConsole: 'AWS console',
    inStudio: 'AWS console: Studio domain',
    newWindow: 'opens in a new tab',
    symbolic: 'Parts in braces are known only when a run has filled them in.',
    featureGroup: 'Feature group',
    writers: 'Written by',
    readers: 'Read by',
    noWriters: 'No step of this pipeline writes it.',
    noReaders: 'No step of this pipeline reads it.',
    writesThrough: ({ uri, isAround }) => `which writes ${uri} ${isAround ? 'around' : 'in'} it`,
    readsThrough: ({ uri, isAround }) => `which reads ${uri} ${isAround ? 'around' : 'in'} it`,
    columns: 'Column lineage',
    askColumns: 'Columns of its SQL',
    askColumnsOnData: 'Columns of SQL on it',
    noColumns: 'No SQL that could be read says anything about columns here.',
    columnTo: 'Column',
    columnFrom: 'Comes from',
    wholeDataset: 'all of it',
    notDecided: 'not decided',
    ofThisStep: 'This step',
    bucket: 'Bucket',
  },
  ko: {
    close: '상세 정보 닫기',
    absentStep: (id) => `이 계보에는 “${id}” 단계가 없습니다.`,
    absentData: (uri) => `이 계보에는 “${uri}” 데이터가 없습니다.`,
    absentWhy: '링크가 만들어진 뒤 파이프라인이 바뀌었거나 다른 실행이 표시되고 있을 수 있습니다.',
    copy: (what) => `${what} 복사`,
    copied: '복사했습니다',
    copyFailed: '브라우저에서 복사할 수 없습니다',
    name: '이름',
    arn: 'ARN',
    run: '실행',
    noExecution: '실행을 조회하지 않았습니다. 아래는 정의에 있는 내용입니다.',
    neverRan: '파이프라인이 아직 실행되지 않았습니다. 아래는 정의에 있는 내용입니다.',
    unknownRun: (why) => `알 수 없음: 실행을 읽지 못했습니다${why ? ` (${why})` : ''}.`,
    noRun: '이 단계의 실행 정보가 없습니다.',
    notStarted: '시작되지 않음',
    notTold: '정보 없음',
    running: '아직 끝나지 않음',
    started: '시작',
    ended: '종료',
    elapsed: '소요 시간',
    attempts: '시도 횟수',
    job: '작업',
    execution: '파이프라인 실행',
    id: 'ID',
    executionStarted: '시작 시각',
    lastChanged: '마지막 변경',
    moreOfRun: (number) => `${number}번 실행 자세히`,
    cache: '캐시',
    cacheHit: '적중',
    cacheHitMeans: '이전 실행의 결과를 사용했습니다.',
    cacheMiss: '적중 없음',
    source: '결과 출처',
    outcome: '결과',
    failure: '실패 원인',
    branches: { True: 'True: “if” 분기', False: 'False: “else” 분기' },
    inputs: '입력',
    outputs: '출력',
    noInputs: '정의에 명시된 입력이 없습니다.',
    noOutputs: '정의에 명시된 출력이 없습니다.',
    metrics: '지표',
    jobMetrics: '작업이 보고한 지표',
    reportMetrics: '평가 보고서의 지표',
    metric: '지표',
    value: '값',
    notANumber: '유한한 수가 아님',
    report: '보고서',
    noReport: '어느 보고서에서 왔는지 알 수 없습니다.',
    outputParameters: '출력 파라미터',
    metadata: '추가 정보',
    runs: '항목별 실행',
    status: '상태',
    registry: '모델 레지스트리',
    group: '모델 패키지 그룹',
    version: '버전',
    approval: '승인 상태',
    deployment: '배포',
    before: '이전 단계',
    after: '다음 단계',
    none: '없음',
    via: {
      dependsOn: '의존',
      'ref:Get': '참조',
      condition: '분기',
      forEach: '반복',
      cleanup: '정리',
      s3: '같은 데이터',
      deployment: '배포',
    },
    inConsole: 'AWS 콘솔',
    inStudio: 'AWS 콘솔: Studio 도메인',
    newWindow: '새 탭에서 열림',
    symbolic: '중괄호 안의 값은 실행되어야 정해집니다.',
    featureGroup: '피처 그룹',
    writers: '쓰는 단계',
    readers: '읽는 단계',
    noWriters: '이 파이프라인에는 쓰는 단계가 없습니다.',
    noReaders: '이 파이프라인에는 읽는 단계가 없습니다.',
    writesThrough: ({ uri, isAround }) => `${isAround ? '상위 위치' : '하위 위치'} ${uri}에 씁니다`,
    readsThrough: ({ uri, isAround }) => `${isAround ? '상위 위치' : '하위 위치'} ${uri}에서 읽습니다`,
    columns: '열 계보',
    askColumns: 'SQL의 열 보기',
    askColumnsOnData: '관련 SQL의 열 보기',
    noColumns: '여기에 관한 열 정보를 알려 주는 SQL이 없습니다.',
    columnTo: '열',
    columnFrom: '출처',
    wholeDataset: '전체',
    notDecided: '알 수 없음',
    ofThisStep: '이 단계',
    bucket: '버킷',
  },
};
