import type { Texts } from '../i18n/language';

export const texts: Texts<{
  notRead: string;
  /** Algorithms are shown as S3 names them; these two are not algorithms. */
  encryption: Record<'None' | 'Unknown', string>;
  encrypted: (algorithm: string) => string;
  access: Record<'public' | 'Blocked' | 'Partial' | 'NotBlocked' | 'Unknown', string>;
  versioning: (status: string) => string;
  versioningUnknown: string;
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
  },
};
