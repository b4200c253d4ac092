import { ApiProblem } from '../api/problem';
import type { TextPosition } from '../api/types';
import { useTexts } from '../i18n/language';
import { Failure } from '../parts/Notice';
import { PositionButton } from './PositionButton';
import styles from './SqlPage.module.css';
import { texts } from './texts';

interface Props {
  error: unknown;
  goTo: (position: TextPosition) => void;
}

/** Why there is no answer; where SQL cannot be read, at which place. */
export function Fault({ error, goTo }: Props) {
  const t = useTexts(texts);
  const position = error instanceof ApiProblem && error.status === 422 ? error.position : null;
  if (!position) return <Failure error={error} />;
  return (
    <div className={styles.fault} role="alert">
      <p>
        <strong>{t.unreadable}</strong>
      </p>
      <p>{error instanceof Error && error.message}</p>
      <p>
        <PositionButton position={position} goTo={goTo} isLong />
      </p>
    </div>
  );
}
