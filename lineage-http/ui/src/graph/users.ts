import type { Lineage } from '../api/types';
import { within } from './within';

/** Another place that data is written or read by: one around it, or one in it. */
export interface Through {
  uri: string;
  isAround: boolean;
}

/** A step that writes or reads data, by the place itself or through another one. */
export interface PlaceUser {
  id: string;
  through: Through | null;
}

export interface PlaceUsers {
  writers: readonly PlaceUser[];
  readers: readonly PlaceUser[];
}

const NOBODY: PlaceUsers = { writers: [], readers: [] };

const known = new WeakMap<Lineage, Map<string, PlaceUsers>>();

/** The steps that write and read data, by its URI; those that do by another place come last. */
export function usersOfPlace(lineage: Lineage, uri: string): PlaceUsers {
  const all = known.get(lineage) ?? find(lineage);
  known.set(lineage, all);
  return all.get(uri) ?? NOBODY;
}

type Steps = Map<string, Map<string, PlaceUser>>;

function find(lineage: Lineage): Map<string, PlaceUsers> {
  const writers: Steps = new Map();
  const readers: Steps = new Map();
  const add = (to: Steps, data: string, user: PlaceUser) => {
    const users = to.get(data) ?? new Map<string, PlaceUser>();
    to.set(data, users);
    // What a step does by the place itself says more.
    if (!users.has(user.id)) users.set(user.id, user);
  };
  for (const { source, target, kind } of lineage.graphData?.edges ?? []) {
    const [to, data, step] = kind === 'write' ? [writers, target, source] : [readers, source, target];
    add(to, data, { id: step.replace(/^process:/, ''), through: null });
  }
  const own = (of: Steps, data: string) => [...(of.get(data)?.values() ?? [])].filter(({ through }) => !through);
  const uriOf = (data: string) => data.replace(/^data:/, '');
  for (const { source, target, isAround } of within(lineage)) {
    for (const { id } of own(writers, source)) add(writers, target, { id, through: { uri: uriOf(source), isAround } });
    for (const { id } of own(readers, target))
      add(readers, source, { id, through: { uri: uriOf(target), isAround: !isAround } });
  }
  const listed = (of: Steps, data: string) => [...(of.get(data)?.values() ?? [])];
  return new Map(
    [...new Set([...writers.keys(), ...readers.keys()])].map((data) => [
      uriOf(data),
      { writers: listed(writers, data), readers: listed(readers, data) },
    ]),
  );
}
