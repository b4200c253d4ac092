/** A choice that a browser keeps for its user. Where it may keep nothing, it holds until the page is closed. */
export function preference<T extends string>(name: string, isKnown: (value: string) => value is T) {
  const key = `sagemaker-lineage.${name}`;
  const listeners = new Set<() => void>();
  let value: T | null = null;
  try {
    const stored = localStorage.getItem(key);
    if (stored !== null && isKnown(stored)) value = stored;
  } catch {
    // Storage is switched off.
  }
  return {
    get: (): T | null => value,
    set(next: T): void {
      value = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage is switched off, or full.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
