import { Fragment } from 'react';
import { Link } from '../parts/Link';
import { toSelect } from '../state/selection';
import { CopyButton } from './CopyButton';
import styles from './Details.module.css';

interface Props {
  uri: string;
  /** The artifact that it leads to: the one of this URI, or one that holds it. */
  artifact?: string | undefined;
}

/** A URI that can be copied, and leads to what is known of it. */
export function Uri({ uri, artifact }: Props) {
  const text = <Breaking text={uri} />;
  return (
    <span className={styles.inline}>
      {artifact === undefined ? (
        <span>{text}</span>
      ) : (
        <Link to={toSelect({ kind: 'data', uri: artifact })}>{text}</Link>
      )}
      <CopyButton text={uri} what={uri} />
    </span>
  );
}

function breaksOf(text: string): RegExp {
  if (text.startsWith('arn:')) return /(?<=[:/])(?=\w)/;
  return text.includes('/') ? /(?<=[^/]\/)(?=[^/])/ : /(?<=[_.:-])(?=\w)/;
}

/** A path that breaks behind its slashes rather than within a name; a name that breaks between its words. */
export const Breaking = ({ text }: { text: string }) => (
  <>
    {text.split(breaksOf(text)).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, of which many are equal
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {part}
      </Fragment>
    ))}
  </>
);
