import { useSyncExternalStore } from 'react';

// In memory alone: what is stored in a browser outlives the person who typed it.
let key: string | null = null;
const listeners = new Set<() => void>();

export const currentKey = (): string | null => key;

export function setKey(next: string | null): void {
  key = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The API key that requests carry; null without one. */
export const useKey = (): string | null => useSyncExternalStore(subscribe, currentKey);
