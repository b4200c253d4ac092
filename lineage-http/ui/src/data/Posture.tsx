import type { Posture } from '../api/types';
import { useTexts } from '../i18n/language';
import { Badge } from '../parts/Badge';
import styles from './Posture.module.css';
import { accessLook, accessOf, encryptionLook, versioningLook } from './posture';
import { texts } from './texts';

/** Encryption, public access and versioning of a bucket, each as a badge. */
export function PostureBadges({ posture }: { posture: Posture | null | undefined }) {
  const t = useTexts(texts);
  if (!posture) {
    return (
      <Badge tone="neutral" icon="question">
        {t.notRead}
      </Badge>
    );
  }
  const { encryption, versioning } = posture;
  const access = accessOf(posture);
  const isAlgorithm = encryption !== 'None' && encryption !== 'Unknown';
  return (
    <span className={styles.badges}>
      <Badge {...encryptionLook(encryption)} title={isAlgorithm ? t.encrypted(encryption) : t.encryption[encryption]}>
        {isAlgorithm ? encryption : t.encryption[encryption]}
      </Badge>
      <Badge {...accessLook(access)}>{t.access[access]}</Badge>
      <Badge {...versioningLook(versioning)}>
        {versioning === 'Unknown' ? t.versioningUnknown : t.versioning(versioning)}
      </Badge>
    </span>
  );
}
