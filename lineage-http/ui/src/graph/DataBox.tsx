import type { ArtifactKind, Posture } from '../api/types';
import { accessLook, accessOf, encryptionLook, versioningLook } from '../data/posture';
import { texts as postureTexts } from '../data/texts';
import { useTexts } from '../i18n/language';
import { Icon, type IconName } from '../parts/Icon';
import tones from '../parts/tones.module.css';
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

/** The three facts that every bucket is judged by, as its badges tell them; what is open is said in a word. */
function Marks({ posture }: { posture: Posture }) {
  const t = useTexts(texts);
  const words = useTexts(postureTexts);
  const access = accessOf(posture);
  const said = [t.encryption(posture.encryption), words.access[access], words.versioning(posture.versioning)];
  return (
    <span className={styles.posture}>
      {access === 'public' && <strong className={tones.bad}>{words.access.public}</strong>}
      {marksOf(posture).map(({ tone, icon }, index) => (
        <span key={MARKS[index]} className={tones[tone]} title={said[index]}>
          <Icon name={icon} size={13} />
        </span>
      ))}
    </span>
  );
}

const MARKS = ['encryption', 'access', 'versioning'] as const;

const marksOf = (posture: Posture) => [
  encryptionLook(posture.encryption),
  accessLook(accessOf(posture)),
  versioningLook(posture.versioning),
];
