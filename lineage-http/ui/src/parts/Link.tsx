import type { ComponentProps } from 'react';
import { type Change, go, hrefTo, usePlace } from '../state/place';

interface Props extends Omit<ComponentProps<'a'>, 'href'> {
  /** Where it leads, as a change of where somebody is. */
  to: Change;
}

/** A link within the page: it can be opened in another tab, and copied. */
export function Link({ to, onClick, ...rest }: Props) {
  usePlace();
  return (
    <a
      {...rest}
      href={hrefTo(to)}
      onClick={(event) => {
        onClick?.(event);
        const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!isPlain || event.defaultPrevented) return;
        event.preventDefault();
        go(to);
      }}
    />
  );
}
