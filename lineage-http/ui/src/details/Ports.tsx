import type { Lineage, Step } from '../api/types';
import { More } from '../parts/More';
import styles from './Details.module.css';
import { findArtifact } from './lookup';
import { Section } from './Section';
import { Uri } from './Uri';

interface Props {
  title: string;
  /** What is said where there are none. */
  none: string;
  ports: Step['inputs'];
  lineage: Lineage;
}

/** What a step reads or writes, by the names that the API has for it. */
export function Ports({ title, none, ports, lineage }: Props) {
  return (
    <Section title={title}>
      {ports.length === 0 ? (
        <p className={styles.muted}>{none}</p>
      ) : (
        <More all={ports}>
          {(shown) => (
            <ul className={styles.list} aria-label={title}>
              {shown.map((port) => {
                const artifact = findArtifact(lineage, port.uri);
                return (
                  <li key={`${port.name} ${port.uri}`} className={styles.port}>
                    <span className={styles.muted}>
                      {port.name}
                      {artifact && ` · ${artifact.kind}`}
                    </span>
                    <Uri uri={port.uri} artifact={artifact?.uri} />
                  </li>
                );
              })}
            </ul>
          )}
        </More>
      )}
    </Section>
  );
}
