let last: HTMLElement | null = null;

/** Remembers where something was selected from, for when it is let go of. */
export function keepFocus(element: HTMLElement | null | undefined): void {
  if (element) last = element;
}

/** The focus goes back there, or stays on the page rather than at its beginning. */
export function returnFocus(): void {
  (last?.isConnected ? last : document.getElementById('content'))?.focus({ preventScroll: true });
}
