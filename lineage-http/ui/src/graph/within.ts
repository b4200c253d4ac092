import type { ArtifactKind, Lineage } from '../api/types';

/** Data that one step writes, and data that a step after it reads, where one of the two lies inside the other. */
export interface Within {
  /** The ids of their nodes in the graph of data. */
  source: string;
  target: string;
  /** Whether what is written holds what is read; else it lies in it. */
  isAround: boolean;
}

/** Two steps that name one place of these kinds exchange nothing; debug and profiler output is of kind `other`. */
const APART: ReadonlySet<ArtifactKind> = new Set(['code', 'checkpoint', 'other']);

const dataOf = (uri: string): string => `data:${uri}`;

/** A place in S3 with its scheme in lower case and no slash at its end; null for what is none. */
function plain(uri: string): string | null {
  return /^s3:\/\//i.test(uri) && !uri.includes('{?}') ? `s3://${uri.slice(5).replace(/\/+$/, '')}` : null;
}

/** Longer than any place in S3 can be. */
const LONGEST = 4096;

/** The places that hold one, by whole segments of its key; a bare bucket holds nothing. */
function holders(place: string): string[] {
  const found: string[] = [];
  if (place.length > LONGEST) return found;
  const key = place.indexOf('/', 5) + 1;
  if (key === 0) return found;
  for (let at = place.lastIndexOf('/'); at > key; at = place.lastIndexOf('/', at - 1)) found.push(place.slice(0, at));
  return found;
}

interface Places {
  /** What is at each place, and the ids of its nodes: one place may be written in several ways. */
  at: Map<string, string[]>;
  /** The nodes below each place that holds any; made when it is needed. */
  below: Map<string, string[]> | null;
}

function add(to: Map<string, string[]>, key: string, id: string): void {
  const list = to.get(key);
  if (list) list.push(id);
  else to.set(key, [id]);
}

function belowOf(places: Places): Map<string, string[]> {
  if (places.below) return places.below;
  const below = new Map<string, string[]>();
  for (const [place, ids] of places.at)
    for (const holder of holders(place)) for (const id of ids) add(below, holder, id);
  places.below = below;
  return below;
}

/** The data edges of a lineage by step, without those that nothing flows through. */
function placesOf(lineage: Lineage): { written: Map<string, Places>; read: Map<string, Places> } {
  const plainOf = new Map<string, string>();
  const kinds = new Map(lineage.graph.artifacts.map(({ uri, kind }) => [uri, kind]));
  for (const node of lineage.graphData?.nodes ?? []) {
    if (node.type !== 'dataArtifact' || APART.has(kinds.get(node.uri) ?? 'dataset')) continue;
    const place = plain(node.uri);
    if (place !== null) plainOf.set(dataOf(node.uri), place);
  }
  const written = new Map<string, Places>();
  const read = new Map<string, Places>();
  for (const { source, target, kind } of lineage.graphData?.edges ?? []) {
    const [all, step, data] = kind === 'write' ? [written, source, target] : [read, target, source];
    const place = plainOf.get(data);
    if (place === undefined) continue;
    const places = all.get(step) ?? { at: new Map(), below: null };
    all.set(step, places);
    add(places.at, place, data);
  }
  return { written, read };
}

/** What joins data that lies inside other data, for each two steps that an arrow joins. */
function find(lineage: Lineage): Within[] {
  const { written, read } = placesOf(lineage);
  const found = new Map<string, Within>();
  const join = (source: string, target: string, isAround: boolean) => {
    if (source !== target) found.set(JSON.stringify([source, target]), { source, target, isAround });
  };
  const pairs = new Set<string>();
  for (const { from, to, via } of (lineage.graphPipeline ?? lineage.graph).edges) {
    const [writes, reads] = [written.get(`process:${from}`), read.get(`process:${to}`)];
    const pair = JSON.stringify([from, to]);
    if (via === 'cleanup' || from === to || !writes || !reads || pairs.has(pair)) continue;
    pairs.add(pair);
    // The fewer places of the two are looked up among the more: a step with thousands costs its neighbours nothing.
    const isByWrites = writes.at.size <= reads.at.size;
    const [few, many] = isByWrites ? [writes, reads] : [reads, writes];
    for (const [place, ids] of few.at) {
      const above = holders(place).flatMap((holder) => many.at.get(holder) ?? []);
      const below = belowOf(many).get(place) ?? [];
      for (const id of ids) {
        for (const other of above) isByWrites ? join(id, other, false) : join(other, id, true);
        for (const other of below) isByWrites ? join(id, other, true) : join(other, id, false);
      }
    }
  }
  return [...found.values()];
}

const known = new WeakMap<Lineage, readonly Within[]>();

/** All data that lies inside other data which it comes from, or which comes from it. */
export function within(lineage: Lineage): readonly Within[] {
  const before = known.get(lineage);
  if (before) return before;
  const found = find(lineage);
  known.set(lineage, found);
  return found;
}
