import type { Warning } from '../api/types';
import { type Texts, useTexts } from '../i18n/language';
import { Disclosure } from './Disclosure';
import { Icon } from './Icon';
import styles from './Warnings.module.css';

const texts: Texts<{ warnings: (count: number) => string; action: string; resource: string }> = {
  en: {
    warnings: (count) => (count === 1 ? '1 warning' : `${count} warnings`),
    action: 'Permission',
    resource: 'Resource',
  },
  ko: { warnings: (count) => `경고 ${count}개`, action: '권한', resource: '리소스' },
};

interface Props {
  warnings: readonly Warning[];
}

/** What could not be read, behind a button. */
export function Warnings({ warnings }: Props) {
  const t = useTexts(texts);
  if (warnings.length === 0) return null;
  const button = (
    <>
      <Icon name="alert" />
      {t.warnings(warnings.length)}
    </>
  );
  return <Disclosure button={button}>{() => <List warnings={warnings} />}</Disclosure>;
}

/** The same where there is little room. */
export function WarningFold({ warnings }: Props) {
  const t = useTexts(texts);
  if (warnings.length === 0) return null;
  return (
    <details className={styles.fold}>
      <summary>{t.warnings(warnings.length)}</summary>
      <List warnings={warnings} />
    </details>
  );
}

/** Each with the permission that is missing. */
function List({ warnings }: Props) {
  const t = useTexts(texts);
  return (
    <ul className={styles.list}>
      {warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>
          {warning.message}
          {warning.action && (
            <small>
              {t.action}: <code>{warning.action}</code>
            </small>
          )}
          {warning.resource && (
            <small>
              {t.resource}: <code>{warning.resource}</code>
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
