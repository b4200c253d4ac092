import { accessLook, accessOf, encryptionLook, type FactLook, versioningLook } from '../data/posture';
import { texts as postureTexts } from '../data/texts';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import tones from '../parts/tones.module.css';
import styles from './Arrow.module.css';
import type { GraphModel } from './model';
import { texts } from './texts';

/** What the marks of data mean, as far as they occur. */
export function MarksLegend({ graph }: { graph: GraphModel }) {
  const t = useTexts(texts);
  const words = useTexts(postureTexts);
  const looks = new Map<string, FactLook>();
  for (const { content } of graph.nodes) {
    const posture = 'posture' in content ? content.posture : null;
    if (!posture) continue;
    looks.set(t.encryption(posture.encryption), encryptionLook(posture.encryption));
    looks.set(words.access[accessOf(posture)], accessLook(accessOf(posture)));
    looks.set(words.versioning(posture.versioning), versioningLook(posture.versioning));
  }
  if (looks.size === 0) return null;
  return (
    <ul className={styles.legend} aria-label={t.marksLegend}>
      {[...looks]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([word, { icon, tone }]) => (
          <li key={word}>
            <span className={tones[tone]} style={{ display: 'inline-flex' }}>
              <Icon name={icon} size={13} />
            </span>
            {word}
          </li>
        ))}
    </ul>
  );
}
