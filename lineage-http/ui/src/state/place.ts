import { useSyncExternalStore } from 'react';

export const TABS = ['lineage', 'features', 'sql'] as const;
export type Tab = (typeof TABS)[number];
export const VIEWS = ['pipeline', 'data', 'both'] as const;
export type View = (typeof VIEWS)[number];
/** What is shown of a graph around what is selected. */
export const TRACES = ['all', 'up', 'down', 'both', 'path'] as const;
export type Trace = (typeof TRACES)[number];
export const FORMS = ['graph', 'table'] as const;
export type Form = (typeof FORMS)[number];

/** Where somebody is on the page: all of it, and nothing else, is in the address. Undefined is what it is by default. */
export interface Place {
  account?: string | undefined;
  region?: string | undefined;
  /** Narrows the list of pipelines down; a domain's id. */
  domain?: string | undefined;
  pipeline?: string | undefined;
  /** A text that the listed pipelines have in their names. */
  search?: string | undefined;
  /** `lineage` by default. */
  tab?: Tab | undefined;
  /** `pipeline` by default. */
  view?: View | undefined;
  /** The id of an execution, or `none`; the latest one by default. */
  execution?: string | undefined;
  /** What is selected: `step:<id of a step>` or `data:<uri>`. */
  select?: string | undefined;
  /** The other end of a path from `select`, written like it. */
  to?: string | undefined;
  /** `all` by default. */
  trace?: Trace | undefined;
  /** How many arrows away from what is selected; all of them by default. */
  depth?: number | undefined;
  /** A text that what is shown must have in its name. */
  filter?: string | undefined;
  /** The status that steps in a table must have. */
  status?: string | undefined;
  /** The kind that artifacts in a table must have. */
  kind?: string | undefined;
  /** `graph` by default. */
  as?: Form | undefined;
  /** Whether columns of SQL are asked for. */
  columns?: boolean | undefined;
  /** A feature group's name. */
  group?: string | undefined;
  /** A text that feature groups must have in their names. */
  groups?: string | undefined;
  /** The version of a schema that is shown; the newest by default. */
  version?: number | undefined;
  /** The version that it is compared with. */
  against?: number | undefined;
}

export function parsePlace(search: string): Place {
  const query = new URLSearchParams(search);
  const text = (name: string) => query.get(name) || undefined;
  const one = <T extends string>(name: string, known: readonly T[]) => known.find((value) => value === query.get(name));
  const count = (name: string) => {
    const value = query.get(name) ?? '';
    return /^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined;
  };
  return {
    account: text('account'),
    region: text('region'),
    domain: text('domain'),
    pipeline: text('pipeline'),
    search: text('search'),
    tab: one('tab', TABS),
    view: one('view', VIEWS),
    execution: text('execution'),
    select: text('select'),
    to: text('to'),
    trace: one('trace', TRACES),
    depth: count('depth'),
    filter: text('filter'),
    status: text('status'),
    kind: text('kind'),
    as: one('as', FORMS),
    columns: query.get('columns') === 'true' || undefined,
    group: text('group'),
    groups: text('groups'),
    version: count('version'),
    against: count('against'),
  };
}

/** The query of an address, in a fixed order; what is as by default is left out. */
export function formatPlace(place: Place): string {
  const defaults: Partial<Record<keyof Place, string>> = {
    tab: 'lineage',
    view: 'pipeline',
    trace: 'all',
    as: 'graph',
  };
  const query = new URLSearchParams();
  for (const name of Object.keys(parsePlace('')) as (keyof Place)[]) {
    const value = place[name];
    if (value !== undefined && value !== '' && value !== false && value !== defaults[name])
      query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

let search = window.location.search;
let current = parsePlace(search);
const listeners = new Set<() => void>();

function moved(): void {
  if (window.location.search === search) return;
  search = window.location.search;
  current = parsePlace(search);
  for (const listener of listeners) listener();
}

window.addEventListener('popstate', moved);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export type Change = Partial<Place>;

/** The address of here with a change, for links. An empty query would be the whole address again, so it is a `?`. */
export const hrefTo = (change: Change): string => formatPlace({ ...current, ...change }) || '?';

/** Goes there. `replace` leaves no step for the back button: for what is typed letter by letter. */
export function go(change: Change, how: 'push' | 'replace' = 'push'): void {
  const href = hrefTo(change);
  if (href === (window.location.search || '?')) return;
  const address = window.location.pathname + (href === '?' ? '' : href);
  if (how === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
  moved();
}

/** Where somebody is. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, () => current);
