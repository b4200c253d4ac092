import { useSyncExternalStore } from 'react';
import { preference } from './preference';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const stored = preference<Theme>('theme', (value): value is Theme => (THEMES as readonly string[]).includes(value));

export const useTheme = (): Theme => useSyncExternalStore(stored.subscribe, () => stored.get() ?? 'system');

export const setTheme = stored.set;
