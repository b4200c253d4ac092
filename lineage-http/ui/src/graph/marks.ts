import { createContext, useContext, useSyncExternalStore } from 'react';
import type { GraphModel } from './model';

/** What is told of a node or an arrow besides what it is: bits, so that telling them apart costs nothing. */
export const MARK = {
  selected: 1,
  near: 2,
  writer: 4,
  reader: 8,
  match: 16,
  found: 32,
  hidden: 64,
  focus: 128,
  end: 256,
};

/** The marks of one graph. Only what changes its marks is drawn again. */
export class Marks {
  #marks: ReadonlyMap<string, number> = new Map();
  /** The mark of all that has none of its own. */
  #others = 0;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  readonly version = (): number => this.#version;

  readonly of = (id: string): number => this.#marks.get(id) ?? this.#others;

  set(marks: ReadonlyMap<string, number>, others: number): void {
    this.#marks = marks;
    this.#others = others;
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const NodeMarks = createContext(new Marks());
export const EdgeMarks = createContext(new Marks());
/** Marks the arrow that a pointer is on. */
export const Hover = createContext(new Marks());

function useMark(marks: Marks, id: string): number {
  return useSyncExternalStore(marks.subscribe, () => marks.of(id));
}
export const useNodeMark = (id: string): number => useMark(useContext(NodeMarks), id);
export const useEdgeMark = (id: string): number => useMark(useContext(EdgeMarks), id);

export const useHovered = (id: string): boolean => useMark(useContext(Hover), id) !== 0;

export interface Marked {
  select: string | undefined;
  to: string | undefined;
  shown: ReadonlySet<string> | null;
  matches: readonly string[];
  found: string | null;
  focus: string | null;
}

/** The marks of all nodes and edges that have any. */
export function marksOf(graph: GraphModel, { select, to, shown, matches, found, focus }: Marked) {
  const nodes = new Map<string, number>();
  const edges = new Map<string, number>();
  const others = shown ? MARK.hidden : 0;
  const add = (id: string, mark: number) => nodes.set(id, (nodes.get(id) ?? (shown?.has(id) ? 0 : others)) | mark);
  for (const id of shown ?? []) add(id, 0);
  const ends = select === undefined ? undefined : graph.ends.get(select);
  const self = ends?.up.length === 1 && graph.byId.get(ends.up[0] ?? '')?.select === select ? ends.up[0] : undefined;
  if (self !== undefined) {
    add(self, MARK.selected);
    for (const id of [...(graph.up.get(self) ?? []), ...(graph.down.get(self) ?? [])])
      if (!shown || shown.has(id)) add(id, MARK.near);
  } else {
    for (const id of ends?.up ?? []) add(id, MARK.writer);
    for (const id of ends?.down ?? []) add(id, MARK.reader);
  }
  for (const id of (to === undefined ? undefined : graph.ends.get(to))?.up ?? []) add(id, MARK.end);
  for (const id of matches) add(id, MARK.match);
  if (found !== null) add(found, MARK.found);
  if (focus !== null) add(focus, MARK.focus);
  const [writers, readers] = [new Set(ends?.up), new Set(ends?.down)];
  for (const { id, source, target } of graph.edges) {
    const isShown = !shown || (shown.has(source) && shown.has(target));
    const isNear = self === undefined ? writers.has(source) && readers.has(target) : source === self || target === self;
    if (isShown && isNear) edges.set(id, MARK.near);
    else if (isShown && shown) edges.set(id, 0);
  }
  return { nodes, edges, others };
}
