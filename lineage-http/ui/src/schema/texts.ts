import type { Change, SchemaVersion } from '../api/types';
import type { Texts } from '../i18n/language';

type Compatibility = SchemaVersion['compatibility'];

export const texts: Texts<{
  schema: string;
  notResolved: string;
  noScope: string;
  none: string;
  noneWhy: string;
  nothingHere: string;
  warnings: string;
  forbidden: string;
  version: string;
  versionName: (version: number, at: string) => string;
  corruptName: (version: number) => string;
  corrupt: string;
  nameless: (version: number) => string;
  older: string;
  compare: string;
  nothing: string;
  madeOn: string;
  format: string;
  tableFormat: string;
  policy: string;
  byDefault: string;
  sinceBefore: string;
  first: string;
  unchanged: string;
  fields: (count: number) => string;
  field: string;
  type: string;
  nullable: string;
  notNull: string;
  partition: string;
  samples: string;
  rows: (count: number, written: string) => string;
  objects: string;
  listed: (count: string) => string;
  rowGroups: string;
  dataset: string;
  schemaHash: string;
  policyHash: string;
  moreOfObject: string;
  objectsValue: (sampled: string, listed: string) => string;
  confidence: string;
  conflicts: string;
  skipped: string;
  current: string;
  readNow: string;
  readAgain: string;
  readNote: string;
  keep: string;
  keepNote: string;
  readOnly: string;
  noWriteScope: string;
  keptAs: (version: number) => string;
  keptAlready: (version: number) => string;
  refused: string;
  compatibility: string;
  widen: string;
  widenings: Record<'lossless' | 'string', string>;
  compatibilities: Record<Compatibility, string>;
  compatible: Record<Compatibility, string>;
  diff: (from: number, to: number) => string;
  same: string;
  column: string;
  change: string;
  became: string;
  kinds: Record<Change['kind'], string>;
  breaksBackward: string;
  breaksForward: string;
  differences: (count: number) => string;
  changedBefore: string;
  policyTitle: string;
  confidenceNote: string;
}> = {
  en: {
    schema: 'Schema',
    notResolved: 'It has no schema that could be read: where it is, is not known before a run.',
    noScope: 'You may not read schemas here: that takes the scope schema:read.',
    none: 'No version of its schema is kept.',
    noneWhy: 'Either nobody has kept one yet, or there is nothing here, or this server may not read the bucket.',
    nothingHere: 'There is nothing here that could be read, or this server may not read the bucket.',
    warnings: 'Warnings',
    forbidden: 'You may not do this here.',
    version: 'Version',
    versionName: (version, at) => `${version} · ${at}`,
    corruptName: (version) => `${version} · cannot be read (corrupt)`,
    corrupt: 'What was kept as this version is corrupt and cannot be read.',
    nameless: (version) => `${version} · not among those listed`,
    older: 'List older versions',
    compare: 'Compare with',
    nothing: 'Nothing',
    madeOn: 'Kept on',
    format: 'Format',
    tableFormat: 'Table format',
    policy: 'Policy',
    byDefault: 'by default',
    sinceBefore: 'Against the one before',
    first: 'It is the first one.',
    unchanged: 'The same fields; the policy is another.',
    fields: (count) => (count === 1 ? '1 column' : `${count} columns`),
    field: 'Field',
    type: 'Type',
    nullable: 'nullable',
    notNull: 'not null',
    partition: 'partition',
    samples: 'Sample files',
    rows: (count, written) => (count === 1 ? '1 row' : `${written} rows`),
    objects: 'Objects',
    listed: (count) => `${count} listed`,
    rowGroups: 'Row groups in the samples',
    dataset: 'Dataset',
    schemaHash: 'SHA-256 of the schema',
    policyHash: 'SHA-256 of the policy',
    moreOfObject: 'What it says of itself',
    objectsValue: (sampled, listed) => `${sampled} sampled of ${listed} listed`,
    confidence: 'Confidence',
    conflicts: 'Conflicting types',
    skipped: 'Objects that have no part in it',
    current: 'As it is now',
    readNow: 'Read now',
    readAgain: 'Read again',
    readNote: 'Reads samples of the objects in S3.',
    keep: 'Keep as a version',
    keepNote: 'It is read once more, and kept unless neither fields nor policy have changed.',
    readOnly: 'This server is read-only: it keeps no versions.',
    noWriteScope: 'You may not keep versions here: that takes the scope schema:write.',
    keptAs: (version) => `Kept as version ${version}.`,
    keptAlready: (version) => `Nothing has changed: version ${version} says the same.`,
    refused: 'Not kept: the policy asks for a compatibility that this schema has not.',
    compatibility: 'Compatibility to keep',
    widen: 'Types without a common one',
    widenings: { lossless: 'are a conflict', string: 'become string' },
    compatibilities: { none: 'none', backward: 'backward', forward: 'forward', full: 'full' },
    compatible: {
      full: 'Readers of either one can read data of the other.',
      backward: 'Readers of the newer one can read data of the older; not the other way round.',
      forward: 'Readers of the older one can read data of the newer; not the other way round.',
      none: 'Readers of neither one can read data of the other.',
    },
    diff: (from, to) => `From version ${from} to version ${to}`,
    same: 'The fields of both are the same.',
    column: 'Column',
    change: 'Change',
    became: 'became',
    kinds: {
      added: 'added',
      removed: 'removed',
      widened: 'widened',
      narrowed: 'narrowed',
      retyped: 'retyped',
      nullability: 'nullability',
      reordered: 'reordered',
    },
    breaksBackward: 'Why readers of the newer one cannot read data of the older',
    breaksForward: 'Why readers of the older one cannot read data of the newer',
    differences: (count) => (count === 1 ? '1 difference' : `${count} differences`),
    changedBefore: 'Changes since the one before',
    policyTitle: 'How to read and keep it',
    confidenceNote: 'from 0 to 1',
  },
  ko: {
    schema: '스키마',
    notResolved: '실행 전에는 위치가 정해지지 않아 스키마를 읽을 수 없습니다.',
    noScope: '스키마를 읽을 권한이 없습니다. schema:read 권한이 필요합니다.',
    none: '보관된 스키마 버전이 없습니다.',
    noneWhy: '아직 보관하지 않았거나, 데이터가 없거나, 서버가 이 버킷을 읽을 수 없습니다.',
    nothingHere: '읽을 수 있는 데이터가 없거나 서버가 이 버킷을 읽을 수 없습니다.',
    warnings: '경고',
    forbidden: '이 작업을 수행할 권한이 없습니다.',
    version: '버전',
    versionName: (version, at) => `${version} · ${at}`,
    corruptName: (version) => `${version} · 읽을 수 없음 (손상됨)`,
    corrupt: '이 버전으로 보관된 내용이 손상되어 읽을 수 없습니다.',
    nameless: (version) => `${version} · 목록에 없음`,
    older: '이전 버전 더 보기',
    compare: '비교 대상',
    nothing: '없음',
    madeOn: '보관 시각',
    format: '형식',
    tableFormat: '테이블 형식',
    policy: '정책',
    byDefault: '기본값',
    sinceBefore: '이전 버전과 비교',
    first: '첫 번째 버전입니다.',
    unchanged: '필드는 같고 정책만 다릅니다.',
    fields: (count) => `열 ${count}개`,
    field: '필드',
    type: '타입',
    nullable: 'null 허용',
    notNull: 'null 불가',
    partition: '파티션',
    samples: '샘플 파일',
    rows: (_, written) => `${written}행`,
    objects: '객체',
    listed: (count) => `목록 ${count}개`,
    rowGroups: '샘플의 행 그룹',
    dataset: '데이터셋',
    schemaHash: '스키마 SHA-256',
    policyHash: '정책 SHA-256',
    moreOfObject: '파일 자체 정보',
    objectsValue: (sampled, listed) => `목록 ${listed}개 중 ${sampled}개 샘플링`,
    confidence: '신뢰도',
    conflicts: '타입 충돌',
    skipped: '스키마에 반영되지 않은 객체',
    current: '현재 상태',
    readNow: '지금 읽기',
    readAgain: '다시 읽기',
    readNote: 'S3 객체의 샘플을 읽습니다.',
    keep: '버전으로 보관',
    keepNote: '다시 한 번 읽은 뒤, 필드나 정책이 바뀐 경우에만 보관합니다.',
    readOnly: '이 서버는 읽기 전용이므로 버전을 보관하지 않습니다.',
    noWriteScope: '버전을 보관할 권한이 없습니다. schema:write 권한이 필요합니다.',
    keptAs: (version) => `버전 ${version}(으)로 보관했습니다.`,
    keptAlready: (version) => `바뀐 내용이 없습니다. 버전 ${version}과(와) 같습니다.`,
    refused: '보관하지 않았습니다. 정책이 요구하는 호환성을 만족하지 않습니다.',
    compatibility: '유지할 호환성',
    widen: '공통 타입이 없을 때',
    widenings: { lossless: '충돌로 표시', string: 'string으로 변환' },
    compatibilities: { none: 'none', backward: 'backward', forward: 'forward', full: 'full' },
    compatible: {
      full: '어느 쪽을 기준으로 읽어도 다른 쪽의 데이터를 읽을 수 있습니다.',
      backward: '새 스키마로 이전 데이터를 읽을 수 있지만, 그 반대는 안 됩니다.',
      forward: '이전 스키마로 새 데이터를 읽을 수 있지만, 그 반대는 안 됩니다.',
      none: '어느 쪽으로도 다른 쪽의 데이터를 읽을 수 없습니다.',
    },
    diff: (from, to) => `버전 ${from} → 버전 ${to}`,
    same: '두 버전의 필드가 같습니다.',
    column: '열',
    change: '변경',
    became: '다음으로 변경됨:',
    kinds: {
      added: '추가됨',
      removed: '삭제됨',
      widened: '확장됨',
      narrowed: '축소됨',
      retyped: '타입 변경',
      nullability: 'Null 허용 변경',
      reordered: '순서 변경',
    },
    breaksBackward: '새 스키마로 이전 데이터를 읽을 수 없는 이유',
    breaksForward: '이전 스키마로 새 데이터를 읽을 수 없는 이유',
    differences: (count) => `차이 ${count}개`,
    changedBefore: '이전 버전에서 바뀐 점',
    policyTitle: '읽고 보관하는 방법',
    confidenceNote: '0~1',
  },
};
