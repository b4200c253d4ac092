import styles from './Badge.module.css';
import { Icon, type IconName } from './Icon';
import { type StatusLook, statusLook } from './status';

interface Props {
  tone: StatusLook['tone'];
  icon?: IconName;
  children: string;
  title?: string;
}

/** A short fact: never told by its colour alone. */
export function Badge({ tone, icon, children, title }: Props) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} title={title}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** A status as SageMaker calls it. */
export const Status = ({ status }: { status: string }) => <Badge {...statusLook(status)}>{status}</Badge>;
