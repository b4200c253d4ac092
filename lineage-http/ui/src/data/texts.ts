import type { Texts } from '../i18n/language';
import type { Risk } from './posture';

export const texts: Texts<{
  notRead: string;
  /** Algorithms are shown as S3 names them; these two are not algorithms. */
  encryption: Record<'None' | 'Unknown', string>;
  encrypted: (algorithm: string) => string;
  access: Record<'public' | 'Blocked' | 'Partial' | 'NotBlocked' | 'Unknown', string>;
  versioning: (status: string) => string;
  versioningUnknown: string;
  noPosture: string;
  noBucket: string;
  facts: Record<
    | 'region'
    | 'encryption'
    | 'key'
    | 'bucketKey'
    | 'publicAccess'
    | 'publicPolicy'
    | 'publicAcl'
    | 'exposed'
    | 'versioning'
    | 'mfaDelete'
    | 'tags',
    string
  >;
  noEncryption: string;
  awsKey: string;
  yes: string;
  no: string;
  unknown: string;
  denied: (action: string) => string;
  failed: (message: string) => string;
  notAsked: string;
  notConfigured: string;
  noTags: string;
  accessValues: Record<'Blocked' | 'Partial' | 'NotBlocked', string>;
  grave: string;
  slight: string;
  risks: Record<Risk, string>;
}> = {
  en: {
    notRead: 'Bucket not read',
    encryption: { None: 'Not encrypted', Unknown: 'Encryption unknown' },
    encrypted: (algorithm) => `Encrypted by default with ${algorithm}`,
    access: {
      public: 'Public',
      Blocked: 'Public access blocked',
      Partial: 'Public access partly blocked',
      NotBlocked: 'Public access not blocked',
      Unknown: 'Public access unknown',
    },
    versioning: (status) => `Versioning ${status}`,
    versioningUnknown: 'Versioning unknown',
    noPosture: 'Nothing was read of this bucket: the server does not ask for the facts of buckets.',
    noBucket: 'Which bucket it is in cannot be told from the definition.',
    facts: {
      region: 'Region',
      encryption: 'Encryption by default',
      key: 'KMS key',
      bucketKey: 'S3 Bucket Key',
      publicAccess: 'Public access block',
      publicPolicy: 'Public by policy',
      publicAcl: 'Public by ACL',
      exposed: 'Open to the public',
      versioning: 'Versioning',
      mfaDelete: 'MFA delete',
      tags: 'Tags',
    },
    noEncryption: 'None',
    awsKey: 'None named: the AWS managed key aws/s3',
    yes: 'Yes',
    no: 'No',
    unknown: 'Unknown',
    denied: (action) => `access denied (${action})`,
    failed: (message) => message,
    notAsked: 'not read',
    notConfigured: 'Not configured',
    noTags: 'No tags',
    accessValues: {
      Blocked: 'All four settings on',
      Partial: 'Some of the four settings on',
      NotBlocked: 'None of the four settings on',
    },
    grave: 'Risk',
    slight: 'Note',
    risks: {
      publicByPolicy: 'Open to the public by its policy.',
      publicByAcl: 'Open to the public by its ACL.',
      publicByBoth: 'Open to the public by its policy and by its ACL.',
      notEncrypted: 'Not encrypted by default.',
      notBlocked: 'Nothing blocks public access: a policy or an ACL could open it.',
      partlyBlocked: 'Public access is blocked in part only: a policy or an ACL could open it.',
      notVersioned: 'Not versioned: what is overwritten or deleted is gone.',
      versioningSuspended:
        'Versioning is suspended: what is written meanwhile is gone once it is overwritten or deleted.',
    },
  },
  ko: {
    notRead: '버킷 정보 없음',
    encryption: { None: '암호화 안 됨', Unknown: '암호화 알 수 없음' },
    encrypted: (algorithm) => `기본 암호화: ${algorithm}`,
    access: {
      public: '공개됨',
      Blocked: '퍼블릭 액세스 차단',
      Partial: '퍼블릭 액세스 일부 차단',
      NotBlocked: '퍼블릭 액세스 차단 안 됨',
      Unknown: '퍼블릭 액세스 알 수 없음',
    },
    versioning: (status) => `버전 관리 ${status}`,
    versioningUnknown: '버전 관리 알 수 없음',
    noPosture: '이 버킷에 대해 읽은 정보가 없습니다. 서버가 버킷 정보를 조회하지 않습니다.',
    noBucket: '정의만으로는 어느 버킷인지 알 수 없습니다.',
    facts: {
      region: '리전',
      encryption: '기본 암호화',
      key: 'KMS 키',
      bucketKey: 'S3 버킷 키',
      publicAccess: '퍼블릭 액세스 차단',
      publicPolicy: '정책에 의한 공개',
      publicAcl: 'ACL에 의한 공개',
      exposed: '외부 공개',
      versioning: '버전 관리',
      mfaDelete: 'MFA 삭제',
      tags: '태그',
    },
    noEncryption: '없음',
    awsKey: '지정되지 않음: AWS 관리형 키 aws/s3',
    yes: '예',
    no: '아니요',
    unknown: '알 수 없음',
    denied: (action) => `접근 거부됨 (${action})`,
    failed: (message) => message,
    notAsked: '읽지 않음',
    notConfigured: '구성되지 않음',
    noTags: '태그 없음',
    accessValues: {
      Blocked: '네 가지 설정이 모두 켜져 있음',
      Partial: '네 가지 설정 중 일부만 켜져 있음',
      NotBlocked: '네 가지 설정이 모두 꺼져 있음',
    },
    grave: '위험',
    slight: '주의',
    risks: {
      publicByPolicy: '버킷 정책에 의해 외부에 공개되어 있습니다.',
      publicByAcl: 'ACL에 의해 외부에 공개되어 있습니다.',
      publicByBoth: '버킷 정책과 ACL에 의해 외부에 공개되어 있습니다.',
      notEncrypted: '기본 암호화가 설정되어 있지 않습니다.',
      notBlocked: '퍼블릭 액세스를 막는 설정이 없습니다. 정책이나 ACL로 공개될 수 있습니다.',
      partlyBlocked: '퍼블릭 액세스가 일부만 차단되어 있습니다. 정책이나 ACL로 공개될 수 있습니다.',
      notVersioned: '버전 관리가 꺼져 있어 덮어쓰거나 삭제한 데이터를 되돌릴 수 없습니다.',
      versioningSuspended: '버전 관리가 일시 중지되어 있어, 그동안 쓴 데이터는 덮어쓰거나 삭제하면 되돌릴 수 없습니다.',
    },
  },
};
