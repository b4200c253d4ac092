import type { NoRun } from '../details/runState';
import { noRunTexts } from '../details/runTexts';
import type { Texts } from '../i18n/language';
import type { Trace } from '../state/place';
import type { EdgeKind } from './model';

export const texts: Texts<{
  graphs: Record<'pipeline' | 'data', string>;
  keys: string;
  empty: Record<'pipeline' | 'data', string>;
  noRun: Record<NoRun, string>;
  noStatus: string;
  cacheHit: string;
  runs: (count: number) => string;
  writes: string;
  reads: string;
  end: string;
  from: (names: readonly string[], more: number) => string;
  to: (names: readonly string[], more: number) => string;
  failed: (reason: string) => string;
  encryption: (value: string) => string;
  access: (value: string) => string;
  exposed: string;
  versioning: (value: string) => string;
  selected: string;
  hidden: string;
  zoomIn: string;
  zoomOut: string;
  fit: string;
  map: string;
  controls: string;
  legend: string;
  marksLegend: string;
  kinds: Record<EdgeKind, string>;
  tools: string;
  search: string;
  previous: string;
  next: string;
  found: (at: number, all: number) => string;
  matches: (all: number) => string;
  noMatch: string;
  trace: string;
  traces: Record<Trace, string>;
  depth: string;
  depthHint: string;
  otherEnd: string;
  otherEndHint: string;
  chooseFirst: string;
  chooseEnd: string;
  noPath: string;
  showing: (shown: number, all: number) => string;
}> = {
  en: {
    graphs: { pipeline: 'Pipeline graph', data: 'Data graph' },
    keys: 'Arrow keys follow the arrows of the graph, Enter selects, Esc lets go, + and − zoom, 0 shows all.',
    empty: {
      pipeline: 'This pipeline has no steps.',
      data: 'Nothing that this pipeline reads or writes can be told from its definition.',
    },
    noRun: noRunTexts.en,
    noStatus: 'No status',
    cacheHit: 'Cache hit',
    runs: (count) => (count === 1 ? '1 run' : `${count} runs`),
    writes: 'Writes it',
    reads: 'Reads it',
    end: 'Other end',
    from: (names, more) => `from ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    to: (names, more) => `to ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    failed: (reason) => `failed: ${reason}`,
    encryption: (value) => `Encryption: ${value}`,
    access: (value) => `Public access: ${value}`,
    exposed: 'Exposed to the public',
    versioning: (value) => `Versioning: ${value}`,
    selected: 'selected',
    hidden: 'hidden by the trace',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show all of the graph',
    map: 'Overview map',
    controls: 'Zoom',
    legend: 'Kinds of arrows',
    marksLegend: 'Marks of buckets',
    kinds: {
      'ref:Get': 'Uses an output',
      dependsOn: 'Declared order',
      condition: 'Branch',
      forEach: 'Loop body',
      cleanup: 'Clean-up',
      s3: 'Same data in S3',
      deployment: 'Deployment',
      read: 'Reads',
      write: 'Writes',
      within: 'Lies in, or holds',
    },
    tools: 'Graph tools',
    search: 'Search in the graph',
    previous: 'Previous match',
    next: 'Next match',
    found: (at, all) => `${at} of ${all}`,
    matches: (all) => (all === 1 ? '1 match' : `${all} matches`),
    noMatch: 'No match',
    trace: 'Trace',
    traces: { all: 'All', up: 'Upstream', down: 'Downstream', both: 'Both ways', path: 'Path to…' },
    depth: 'Depth',
    depthHint: 'How many arrows away; empty: any',
    otherEnd: 'Path to',
    otherEndHint: 'Type a name',
    chooseFirst: 'Select a step or an artifact to trace from.',
    chooseEnd: 'Choose the other end by its name, or by a click on it.',
    noPath: 'No path joins the two.',
    showing: (shown, all) => `Showing ${shown} of ${all}, ${all - shown} hidden`,
  },
  ko: {
    graphs: { pipeline: '파이프라인 그래프', data: '데이터 그래프' },
    keys: '화살표 키로 그래프의 화살표를 따라 이동하고, Enter로 선택, Esc로 선택 해제, +와 −로 확대/축소, 0으로 전체를 봅니다.',
    empty: {
      pipeline: '이 파이프라인에는 단계가 없습니다.',
      data: '정의만으로는 이 파이프라인이 읽거나 쓰는 데이터를 알 수 없습니다.',
    },
    noRun: noRunTexts.ko,
    noStatus: '상태 없음',
    cacheHit: '캐시 적중',
    runs: (count) => `${count}회 실행`,
    writes: '쓰기',
    reads: '읽기',
    end: '반대쪽 끝',
    from: (names, more) => `이전: ${names.join(', ')}${more > 0 ? ` 외 ${more}개` : ''}`,
    to: (names, more) => `다음: ${names.join(', ')}${more > 0 ? ` 외 ${more}개` : ''}`,
    failed: (reason) => `실패: ${reason}`,
    encryption: (value) => `암호화: ${value}`,
    access: (value) => `퍼블릭 액세스: ${value}`,
    exposed: '외부에 공개됨',
    versioning: (value) => `버전 관리: ${value}`,
    selected: '선택됨',
    hidden: '추적에서 숨김',
    zoomIn: '확대',
    zoomOut: '축소',
    fit: '그래프 전체 보기',
    map: '전체 지도',
    controls: '확대/축소',
    legend: '화살표 종류',
    marksLegend: '버킷 표시',
    kinds: {
      'ref:Get': '출력 사용',
      dependsOn: '선언된 순서',
      condition: '분기',
      forEach: '반복 본문',
      cleanup: '정리',
      s3: 'S3의 같은 데이터',
      deployment: '배포',
      read: '읽기',
      write: '쓰기',
      within: '포함 관계',
    },
    tools: '그래프 도구',
    search: '그래프에서 검색',
    previous: '이전 결과',
    next: '다음 결과',
    found: (at, all) => `${all}개 중 ${at}번째`,
    matches: (all) => `${all}개 일치`,
    noMatch: '일치하는 항목 없음',
    trace: '추적',
    traces: { all: '전체', up: '업스트림', down: '다운스트림', both: '양방향', path: '경로…' },
    depth: '깊이',
    depthHint: '화살표 몇 개까지 따라갈지; 비워 두면 제한 없음',
    otherEnd: '경로의 끝',
    otherEndHint: '이름 입력',
    chooseFirst: '추적을 시작할 단계나 아티팩트를 선택하세요.',
    chooseEnd: '반대쪽 끝을 이름으로 고르거나 그래프에서 클릭하세요.',
    noPath: '둘을 잇는 경로가 없습니다.',
    showing: (shown, all) => `${all}개 중 ${shown}개 표시, ${all - shown}개 숨김`,
  },
};

export type GraphTexts = (typeof texts)['en'];
