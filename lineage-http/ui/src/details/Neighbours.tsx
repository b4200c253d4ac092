import type { Through } from '../graph/users';
import { useTexts } from '../i18n/language';
import { Link } from '../parts/Link';
import { More } from '../parts/More';
import { toSelect } from '../state/selection';
import styles from './Details.module.css';
import type { Neighbour, User } from './lookup';
import { Section } from './Section';
import { texts } from './texts';
import { Breaking } from './Uri';

/** The steps one arrow away, and why there is one. */
export function Neighbours({ title, neighbours }: { title: string; neighbours: readonly Neighbour[] }) {
  const t = useTexts(texts);
  const reason = ({ via, label }: Neighbour['reasons'][number]) => (label ? `${t.via[via]}: ${label}` : t.via[via]);
  return (
    <Section title={title}>
      {neighbours.length === 0 ? (
        <p className={styles.muted}>{t.none}</p>
      ) : (
        <More all={neighbours} most={20}>
          {(shown) => (
            <ul className={styles.list} aria-label={title}>
              {shown.map((neighbour) => (
                <li key={neighbour.id}>
                  <StepLink user={neighbour} />
                  <div className={styles.muted}>{neighbour.reasons.map(reason).join(' · ')}</div>
                </li>
              ))}
            </ul>
          )}
        </More>
      )}
    </Section>
  );
}

interface UsersProps {
  title: string;
  none: string;
  users: readonly User[];
  /** What is said of one that uses a place around or in it. */
  through: (through: Through) => string;
}

/** The steps that write an artifact, or those that read it. */
export function Users({ title, none, users, through }: UsersProps) {
  return (
    <Section title={title}>
      {users.length === 0 ? (
        <p className={styles.muted}>{none}</p>
      ) : (
        <More all={users} most={20}>
          {(shown) => (
            <ul className={styles.list} aria-label={title}>
              {shown.map((user) => (
                <li key={user.id}>
                  <StepLink user={user} />
                  {user.through && (
                    <div className={styles.muted}>
                      <Breaking text={through(user.through)} />
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </More>
      )}
    </Section>
  );
}

const StepLink = ({ user }: { user: User }) => (
  <>
    <Link to={toSelect({ kind: 'step', id: user.id })}>{user.name}</Link>{' '}
    <span className={styles.muted}>{user.type}</span>
  </>
);
