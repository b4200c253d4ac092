import type { ArtifactKind, Posture } from '../api/types';
import { accessLook, accessOf, encryptionLook } from '../data/posture';
import { useTexts } from '../i18n/language';
import { Icon, type IconName } from '../parts/Icon';
import styles from './Box.module.css';
import { MARK } from './marks';
import type { DataContent } from './model';
import { texts } from './texts';

const ICONS: Record<ArtifactKind, IconName> = {
  dataset: 'database',
  model: 'layers',
  code: 'code',
  report: 'flag',
  featureGroup: 'grid',
  manifest: 'list',
  checkpoint: 'clock',
  transient: 'trash',
  other: 'file',
};

/** Data: its name, what it is, its bucket, and how well that is kept. */
export function DataBox({ name, content, mark }: { name: string; content: DataContent; mark: number }) {
  const t = useTexts(texts);
  return (
    <div className={styles.row}>
      <Icon name={ICONS[content.artifact] ?? 'file'} size={16} />
      <div className={styles.texts}>
        <div className={styles.name}>{name}</div>
        <div className={styles.cut}>{[content.artifact, content.bucket].filter(Boolean).join(' · ')}</div>
      </div>
      {content.posture && <Marks posture={content.posture} />}
      {(mark & MARK.end) !== 0 && (
        <div className={styles.roles}>
          <span>{t.end}</span>
        </div>
      )}
    </div>
  );
}

function Marks({ posture }: { posture: Posture }) {
  const t = useTexts(texts);
  const lock = encryptionLook(posture.encryption);
  // That all of it is blocked needs no mark.
  const access = accessOf(posture) === 'Blocked' ? null : accessLook(accessOf(posture));
  return (
    <span className={styles.posture}>
      <span className={styles[lock.tone]} title={t.encryption(posture.encryption)}>
        <Icon name={lock.icon} size={13} />
      </span>
      {access && (
        <span
          className={styles[access.tone]}
          title={posture.exposed === true ? t.exposed : t.access(posture.publicAccess)}
        >
          <Icon name={access.icon} size={13} />
        </span>
      )}
    </span>
  );
}
