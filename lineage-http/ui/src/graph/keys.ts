import type { KeyboardEvent } from 'react';
import type { Zoom } from './camera';
import type { GraphModel } from './model';
import { MOVES, type Move, move } from './move';

interface Handlers {
  isShown: (id: string) => boolean;
  onMove: (id: string) => void;
  onSelect: (id: string) => void;
  onZoom: (how: Zoom) => void;
}

const ZOOMS: Record<string, Zoom> = { '+': 'in', '=': 'in', '-': 'out', '−': 'out', '0': 'fit' };

/** What keys do while the graph has the focus. */
export function graphKeys(graph: GraphModel, current: string | null, handlers: Handlers) {
  return (event: KeyboardEvent): void => {
    // The buttons over the graph have keys of their own.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = ZOOMS[event.key];
    const key = MOVES.find((one): one is Move => one === event.key);
    if (zoom) handlers.onZoom(zoom);
    else if (key) {
      const next = move(graph, current, key, handlers.isShown);
      if (next !== null) handlers.onMove(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (current !== null) handlers.onSelect(current);
    } else return;
    event.preventDefault();
  };
}
