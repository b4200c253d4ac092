import { useSyncExternalStore } from 'react';
import { preference } from './preference';

/** A pipeline that was looked at. */
export interface Recent {
  account?: string;
  region?: string;
  pipeline: string;
}

const MOST = 5;
const stored = preference<string>('recent', (value): value is string => value.length > 0);
let last: { text: string | null; recent: Recent[] } = { text: null, recent: [] };

function read(): Recent[] {
  const text = stored.get();
  if (text !== last.text) last = { text, recent: parse(text) };
  return last.recent;
}

function parse(text: string | null): Recent[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter(isRecent).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isRecent(one: unknown): one is Recent {
  const {
    account = '',
    region = '',
    pipeline,
  } = (typeof one === 'object' && one !== null ? one : {}) as Partial<Recent>;
  return [account, region, pipeline].every((text) => typeof text === 'string');
}

const isSame = (a: Recent, b: Recent) => a.pipeline === b.pipeline && a.region === b.region && a.account === b.account;

export function visited(one: Recent): void {
  const before = read();
  if (before[0] && isSame(before[0], one)) return;
  stored.set(JSON.stringify([one, ...before.filter((other) => !isSame(other, one))].slice(0, MOST)));
}

/** Whoever comes next may not be shown them. */
export const forgetRecent = (): void => stored.set('[]');

export const useRecent = (): Recent[] => useSyncExternalStore(stored.subscribe, read);
