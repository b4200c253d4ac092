import type { NoRun } from '../details/runState';
import { noRunTexts } from '../details/runTexts';
import type { Through } from '../graph/users';
import type { Texts } from '../i18n/language';

export const texts: Texts<{
  filter: string;
  filterHint: string;
  steps: string;
  edges: string;
  artifacts: string;
  /** What a table holds, for those who do not see it. */
  stepsOf: (pipeline: string) => string;
  edgesOf: (pipeline: string) => string;
  artifactsOf: (pipeline: string) => string;
  name: string;
  type: string;
  status: string;
  start: string;
  elapsed: string;
  inputs: string;
  outputs: string;
  before: string;
  after: string;
  from: string;
  to: string;
  via: string;
  label: string;
  kind: string;
  uri: string;
  bucket: string;
  posture: string;
  schema: string;
  version: (version: number) => string;
  writers: string;
  readers: string;
  /** The place by which a step writes or reads data. */
  through: (through: Through) => string;
  any: string;
  noRun: Record<NoRun, string>;
  noStatus: string;
  none: string;
  unresolved: string;
  notKept: string;
  notPermitted: string;
  noSteps: string;
  noEdges: string;
  noArtifacts: string;
  noMatch: string;
  all: (count: string) => string;
  showAll: (count: string) => string;
  showMore: (count: string) => string;
  more: (count: number) => string;
  clear: string;
  traced: string;
  untrace: string;
}> = {
  en: {
    filter: 'Filter the tables',
    filterHint: 'Name, URI, type…',
    steps: 'Steps',
    edges: 'Edges',
    artifacts: 'Artifacts',
    stepsOf: (pipeline) => `Steps of ${pipeline}. The buttons in the header sort them.`,
    edgesOf: (pipeline) => `Edges between the steps of ${pipeline}. The buttons in the header sort them.`,
    artifactsOf: (pipeline) => `Artifacts of ${pipeline}. The buttons in the header sort them.`,
    name: 'Name',
    type: 'Type',
    status: 'Status',
    start: 'Start',
    elapsed: 'Elapsed',
    inputs: 'Inputs',
    outputs: 'Outputs',
    before: 'Upstream',
    after: 'Downstream',
    from: 'From',
    to: 'To',
    via: 'Via',
    label: 'Label',
    kind: 'Kind',
    uri: 'URI',
    bucket: 'Bucket',
    posture: 'Posture',
    schema: 'Schema',
    version: (version) => `Version ${version}`,
    writers: 'Written by',
    readers: 'Read by',
    through: ({ uri, isAround }) => `${isAround ? 'around it' : 'in it'} at ${uri}`,
    any: 'All',
    noRun: noRunTexts.en,
    noStatus: 'No status',
    none: 'None',
    unresolved: 'Not resolved',
    notKept: 'None kept',
    notPermitted: 'Not permitted',
    noSteps: 'This pipeline has no steps.',
    noEdges: 'No step depends on another.',
    noArtifacts: 'No step reads or writes data that its definition names.',
    noMatch: 'Nothing matches.',
    all: (count) => count,
    showAll: (count) => `Show all ${count}`,
    showMore: (count) => `Show ${count} more`,
    more: (count) => `${count} more`,
    clear: 'Clear the filter',
    traced: 'Only what is traced from the selection is shown.',
    untrace: 'Show what is not traced too',
  },
  ko: {
    filter: '표 필터',
    filterHint: '이름, URI, 유형…',
    steps: '단계',
    edges: '연결',
    artifacts: '아티팩트',
    stepsOf: (pipeline) => `${pipeline}의 단계. 머리글의 버튼으로 정렬할 수 있습니다.`,
    edgesOf: (pipeline) => `${pipeline}의 단계 간 연결. 머리글의 버튼으로 정렬할 수 있습니다.`,
    artifactsOf: (pipeline) => `${pipeline}의 아티팩트. 머리글의 버튼으로 정렬할 수 있습니다.`,
    name: '이름',
    type: '유형',
    status: '상태',
    start: '시작',
    elapsed: '소요 시간',
    inputs: '입력',
    outputs: '출력',
    before: '상류',
    after: '하류',
    from: '출발',
    to: '도착',
    via: '연결 방식',
    label: '레이블',
    kind: '종류',
    uri: 'URI',
    bucket: '버킷',
    posture: '보안 상태',
    schema: '스키마',
    version: (version) => `버전 ${version}`,
    writers: '쓰는 단계',
    readers: '읽는 단계',
    through: ({ uri, isAround }) => `${isAround ? '상위 위치' : '하위 위치'}: ${uri}`,
    any: '전체',
    noRun: noRunTexts.ko,
    noStatus: '상태 없음',
    none: '없음',
    unresolved: '확정되지 않음',
    notKept: '저장된 버전 없음',
    notPermitted: '권한 없음',
    noSteps: '이 파이프라인에는 단계가 없습니다.',
    noEdges: '서로 의존하는 단계가 없습니다.',
    noArtifacts: '정의에 이름이 있는 데이터를 읽거나 쓰는 단계가 없습니다.',
    noMatch: '일치하는 항목이 없습니다.',
    all: (count) => `${count}개`,
    showAll: (count) => `${count}개 모두 보기`,
    showMore: (count) => `${count}개 더 보기`,
    more: (count) => `${count}개 더 보기`,
    clear: '필터 지우기',
    traced: '선택한 항목에서 추적한 것만 표시합니다.',
    untrace: '추적하지 않은 것도 보기',
  },
};
