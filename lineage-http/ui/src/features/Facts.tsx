import type { ReactNode } from 'react';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import styles from './FeaturesPage.module.css';
import { texts } from './texts';

/** Names and what they stand for. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={styles.dl}>{children}</dl>;

interface Props {
  name: string;
  children: string | null | undefined;
  /** What is said where there is nothing; that it was not told by default. */
  nothing?: string;
  isCode?: boolean;
  /** Where the AWS console shows it. */
  link?: string | null;
  linkText?: string;
}

export function Fact({ name, children, nothing, isCode = false, link, linkText = '' }: Props) {
  const t = useTexts(texts);
  const text = children ? isCode ? <code>{children}</code> : children : null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {text ?? <span className={styles.muted}>{nothing ?? t.notTold}</span>}
        {link && (
          <a
            className={styles.out}
            href={link}
            target="_blank"
            rel="noreferrer"
            aria-label={`${linkText} (${t.newTab})`}
          >
            {linkText}
            <Icon name="external" size={13} />
          </a>
        )}
      </dd>
    </div>
  );
}
