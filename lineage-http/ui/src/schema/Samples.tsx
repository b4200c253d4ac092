import { CopyButton } from '../details/CopyButton';
import detailStyles from '../details/Details.module.css';
import { Fact, Facts } from '../details/Facts';
import { Breaking } from '../details/Uri';
import { count } from '../i18n/format';
import { useLanguage, useTexts } from '../i18n/language';
import { More } from '../parts/More';
import { samplesOf } from './fields';
import styles from './Schema.module.css';
import { texts } from './texts';

/** The objects that a schema was made of. */
export function Samples({ meta }: { meta: unknown }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const samples = samplesOf(meta);
  if (samples.length === 0) return null;
  return (
    <div>
      <h5>
        {t.samples} ({samples.length})
      </h5>
      <More all={samples} most={10}>
        {(shown) => (
          <ul className={styles.list} aria-label={t.samples}>
            {shown.map(({ uri, rows, more }) => (
              <li key={uri}>
                <span className={detailStyles.inline}>
                  <span>
                    <Breaking text={uri} />{' '}
                    {rows !== null && <span className={styles.muted}>{t.rows(rows, count(rows, language))}</span>}
                  </span>
                  <CopyButton text={uri} what={uri} />
                </span>
                {more.length > 0 && (
                  <details>
                    <summary>{t.moreOfObject}</summary>
                    <Facts>
                      {more.map(([name, value]) => (
                        <Fact key={name} name={name}>
                          {value}
                        </Fact>
                      ))}
                    </Facts>
                  </details>
                )}
              </li>
            ))}
          </ul>
        )}
      </More>
    </div>
  );
}
