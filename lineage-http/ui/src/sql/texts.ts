import type { Texts } from '../i18n/language';

export const texts: Texts<{
  title: string;
  sql: string;
  sqlHint: string;
  privacy: string;
  dialect: string;
  detect: string;
  catalog: string;
  schema: string;
  columns: string;
  columnsHint: string;
  columnsFault: { json: (message: string) => string; object: string; table: (table: string) => string };
  collapse: string;
  run: string;
  running: string;
  runHint: string;
  example: string;
  start: string;
  noStatements: string;
  unreadable: string;
  changed: string;
  dialectRead: (dialect: string) => string;
  dialectDetected: (dialect: string) => string;
  statement: string;
  all: string;
  previous: string;
  next: string;
  drawn: (shown: number, all: number) => string;
  errors: (count: number) => string;
  collapsed: (count: number) => string;
  silent: (count: number) => string;
  kind: string;
  target: string;
  noTarget: string;
  location: string;
  sources: string;
  none: string;
  position: string;
  seenThrough: string;
  statementFailed: string;
  nothingToDraw: string;
  picture: (tables: number, columns: number, edges: number) => string;
  result: (statement: number) => string;
  undecided: string;
  before: string;
  read: string;
  written: string;
  readAndWritten: string;
  indirect: (count: number) => string;
  highlight: string;
  highlightHint: string;
  release: string;
  zoomIn: string;
  zoomOut: string;
  fit: string;
  legend: string;
  masked: string;
  maskedHint: string;
  tables: string;
  mapping: (count: number) => string;
  statements: (count: number) => string;
  to: string;
  from: string;
  type: string;
  where: string;
  noSources: string;
  withoutSources: string;
  depends: (count: number) => string;
  dependsHint: string;
  wholeResult: string;
  diagnostics: (count: number) => string;
  candidates: string;
  ofStatement: (statement: number) => string;
  goTo: (line: number, column: number) => string;
}> = {
  en: {
    title: 'Column lineage of SQL',
    sql: 'SQL',
    sqlHint: 'One statement, or a script of many, each ended by a semicolon',
    privacy: 'The SQL is sent to this server alone. It is kept neither in the address nor in the browser’s storage.',
    dialect: 'Dialect',
    detect: 'Detect',
    catalog: 'Default catalog',
    schema: 'Default schema',
    columns: 'Columns of tables (JSON)',
    columnsHint: 'Stars are expanded by them, and unqualified columns find their tables. Names, or names with types:',
    columnsFault: {
      json: (message) => `This is not JSON: ${message}`,
      object: 'This must be an object that has a table’s name for each key.',
      table: (table) => `The columns of “${table}” must be a list of names, or an object of names and types.`,
    },
    collapse: 'See through temporary tables',
    run: 'Show lineage',
    running: 'Reading the SQL…',
    runHint: 'Ctrl+Enter or ⌘+Enter',
    example: 'Load an example',
    start: 'Paste SQL and choose “Show lineage” to see which columns come from which.',
    noStatements: 'There is no statement in this text.',
    unreadable: 'No statement of this SQL could be read.',
    changed: 'The SQL or its settings have changed since this was shown.',
    dialectRead: (dialect) => `Read as ${dialect}`,
    dialectDetected: (dialect) => `Read as ${dialect} (detected)`,
    statement: 'Statement',
    all: 'All statements',
    previous: 'Previous statement',
    next: 'Next statement',
    drawn: (shown, all) => `Showing ${shown} of ${all} statements`,
    errors: (count) => `${count} could not be read`,
    collapsed: (count) => `${count} seen through (temporary)`,
    silent: (count) => `${count} without tables`,
    kind: 'Kind',
    target: 'Target',
    noTarget: 'None: the result of a query',
    location: 'Location',
    sources: 'Sources',
    none: 'None',
    position: 'Position',
    seenThrough: 'Temporary: statements after it see through it',
    statementFailed: 'This statement could not be read.',
    nothingToDraw: 'This statement names no table that it reads or writes.',
    picture: (tables, columns, edges) =>
      `Map of columns: ${tables} tables, ${columns} columns, ${edges} edges. The tables below say the same.`,
    result: (statement) => `Result of statement ${statement}`,
    undecided: 'Table not decided',
    before: 'before the statement',
    read: 'read',
    written: 'written',
    readAndWritten: 'written, then read',
    indirect: (count) => `Indirect edges (${count})`,
    highlight: 'Highlight a column',
    highlightHint: 'table.column',
    release: 'Clear the highlight',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show all of it',
    legend: 'Legend',
    masked: 'masked',
    maskedHint: 'masked: the value cannot be told from the result',
    tables: 'The same as tables',
    mapping: (count) => `Columns (${count})`,
    statements: (count) => `Statements (${count})`,
    to: 'To',
    from: 'From',
    type: 'Type',
    where: 'Position',
    noSources: 'No source column',
    withoutSources:
      'Columns made without any source column (literals, count(*)) may be missing here: the analysis does not list them.',
    depends: (count) => `What all rows depend on (${count})`,
    dependsHint: 'Joins, filters, groupings and orders decide which rows there are.',
    wholeResult: 'Result',
    diagnostics: (count) => `Diagnostics (${count})`,
    candidates: 'Candidates',
    ofStatement: (statement) => `Statement ${statement}`,
    goTo: (line, column) => `Line ${line}, column ${column}`,
  },
  ko: {
    title: 'SQL 열 계보',
    sql: 'SQL',
    sqlHint: '문 하나 또는 세미콜론으로 구분한 여러 문의 스크립트',
    privacy: 'SQL은 이 서버로만 전송되며, 주소나 브라우저 저장소에는 남지 않습니다.',
    dialect: '방언',
    detect: '자동 감지',
    catalog: '기본 카탈로그',
    schema: '기본 스키마',
    columns: '테이블의 열 (JSON)',
    columnsHint: '*를 펼치고, 테이블 이름이 없는 열의 테이블을 찾는 데 쓰입니다. 이름만, 또는 이름과 타입을 적습니다.',
    columnsFault: {
      json: (message) => `JSON 형식이 아닙니다: ${message}`,
      object: '테이블 이름을 키로 갖는 객체여야 합니다.',
      table: (table) => `“${table}”의 열은 이름 목록이거나, 이름과 타입의 객체여야 합니다.`,
    },
    collapse: '임시 테이블을 건너뛰어 연결',
    run: '계보 보기',
    running: 'SQL을 분석하는 중…',
    runHint: 'Ctrl+Enter 또는 ⌘+Enter',
    example: '예제 불러오기',
    start: 'SQL을 붙여 넣고 “계보 보기”를 누르면 어느 열이 어느 열에서 오는지 볼 수 있습니다.',
    noStatements: '이 텍스트에는 SQL 문이 없습니다.',
    unreadable: '이 SQL에서 해석할 수 있는 문이 없습니다.',
    changed: '결과를 표시한 뒤 SQL이나 설정이 바뀌었습니다.',
    dialectRead: (dialect) => `${dialect}(으)로 해석`,
    dialectDetected: (dialect) => `${dialect}(으)로 해석 (자동 감지)`,
    statement: 'SQL 문',
    all: '모든 문',
    previous: '이전 문',
    next: '다음 문',
    drawn: (shown, all) => `SQL 문 ${all}개 중 ${shown}개 표시`,
    errors: (count) => `해석하지 못함 ${count}개`,
    collapsed: (count) => `임시 테이블로 건너뜀 ${count}개`,
    silent: (count) => `테이블 없음 ${count}개`,
    kind: '종류',
    target: '대상',
    noTarget: '없음: 조회 결과',
    location: '저장 위치',
    sources: '원본',
    none: '없음',
    position: '위치',
    seenThrough: '임시: 이후의 문은 이를 건너뛰어 연결됩니다',
    statementFailed: '이 SQL 문을 해석하지 못했습니다.',
    nothingToDraw: '이 문에는 읽거나 쓰는 테이블이 없습니다.',
    picture: (tables, columns, edges) =>
      `열 지도: 테이블 ${tables}개, 열 ${columns}개, 연결 ${edges}개. 아래 표에 같은 내용이 있습니다.`,
    result: (statement) => `${statement}번 문의 결과`,
    undecided: '테이블을 정할 수 없음',
    before: '문 실행 전',
    read: '읽음',
    written: '씀',
    readAndWritten: '쓴 뒤 읽음',
    indirect: (count) => `간접 연결 (${count})`,
    highlight: '열 강조',
    highlightHint: '테이블.열',
    release: '강조 해제',
    zoomIn: '확대',
    zoomOut: '축소',
    fit: '전체 보기',
    legend: '범례',
    masked: '마스킹',
    maskedHint: '마스킹: 결과에서 원래 값을 알 수 없음',
    tables: '같은 내용의 표',
    mapping: (count) => `열 (${count})`,
    statements: (count) => `SQL 문 (${count})`,
    to: '대상 열',
    from: '원본 열',
    type: '유형',
    where: '위치',
    noSources: '원본 열 없음',
    withoutSources: '원본 열 없이 만들어지는 열(리터럴, count(*))은 분석 결과에 포함되지 않아 여기에 없을 수 있습니다.',
    depends: (count) => `모든 행에 영향을 주는 열 (${count})`,
    dependsHint: '조인, 필터, 그룹화, 정렬은 어떤 행이 결과에 있을지를 정합니다.',
    wholeResult: '결과',
    diagnostics: (count) => `진단 (${count})`,
    candidates: '후보',
    ofStatement: (statement) => `${statement}번 문`,
    goTo: (line, column) => `${line}행 ${column}열`,
  },
};
