import type { ComponentProps } from 'react';
import styles from './controls.module.css';

type Look = 'default' | 'primary' | 'plain' | 'icon';

interface Props extends ComponentProps<'button'> {
  look?: Look;
}

/** A button. One that shows an icon alone needs an `aria-label`. */
export function Button({ look = 'default', className, type = 'button', ...rest }: Props) {
  const looks = look === 'icon' ? [styles.plain, styles.icon] : [look === 'default' ? '' : styles[look]];
  return <button type={type} className={[styles.button, ...looks, className].filter(Boolean).join(' ')} {...rest} />;
}
