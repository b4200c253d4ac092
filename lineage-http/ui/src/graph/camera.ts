import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Flow } from './Canvas';
import { firstViewport, isInSight, isWhole, type Size, type Viewport } from './frame';
import type { GraphModel } from './model';

export type Zoom = 'in' | 'out' | 'fit';

interface Camera {
  area: RefObject<HTMLDivElement | null>;
  /** Null until the room for the graph is known. */
  first: { size: Size; viewport: Viewport; isWhole: boolean } | null;
  onFlow: (flow: Flow) => void;
  /** Moves to a node that is out of sight; with `isRead`, also nearer, until its name can be read. */
  show: (id: string | null, isRead?: boolean) => void;
  zoom: (how: Zoom) => void;
  /** Shows what a trace leaves, or, without one, what was in sight first, around a node. */
  frame: (id: string | null) => void;
}

/** Names can be read from here on. */
const LEAST = 0.7;

/** How long a move takes, and the room for the graph may change meanwhile, as the details open. */
const MOVE = 200;
const SETTLED = 2 * MOVE;

const duration = (time: number) => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : time);

/** Where a graph is looked at: first what is selected, and then what keys and searches lead to. */
export function useCamera(graph: GraphModel, start: string | null, shown: ReadonlySet<string> | null): Camera {
  const area = useRef<HTMLDivElement>(null);
  const flow = useRef<Flow | null>(null);
  /** What is on its way to be read: another move must not stop it half-way. */
  const nearing = useRef<{ id: string | null; until: number }>({ id: null, until: 0 });
  const [first, setFirst] = useState<Camera['first']>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked at once as it is first
  useLayoutEffect(() => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
    if (width === 0) return;
    const size = { width, height };
    const boxes = graph.nodes.map(({ box }) => box);
    const viewport = firstViewport(boxes, size, graph.byId.get(start ?? '')?.box ?? null);
    setFirst({ size, viewport, isWhole: isWhole(boxes, viewport, size) });
  }, []);

  const show = useCallback(
    (id: string | null, isRead = false) => {
      const box = graph.byId.get(id ?? '')?.box;
      const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
      if (!box || !flow.current) return;
      const view = flow.current.getViewport();
      const isNearing = nearing.current.id === id && performance.now() < nearing.current.until;
      const zoom = isRead || isNearing ? Math.max(view.zoom, LEAST) : view.zoom;
      if (isInSight(box, view, { width, height }) && zoom === view.zoom) return;
      if (isRead) nearing.current = { id, until: performance.now() + SETTLED };
      void flow.current.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: duration(MOVE) });
    },
    [graph],
  );
  const zoom = useCallback(
    (how: Zoom) => {
      const options = { duration: duration(150) };
      const traced = shown && shown.size > 0 ? { nodes: [...shown].map((id) => ({ id })) } : {};
      if (how === 'in') void flow.current?.zoomIn(options);
      else if (how === 'out') void flow.current?.zoomOut(options);
      else void flow.current?.fitView({ ...options, ...traced, padding: 0.05, maxZoom: 1.1 });
    },
    [shown],
  );
  const frame = useCallback(
    (id: string | null) => {
      if (shown) {
        if (shown.size > 0) zoom('fit');
        return;
      }
      const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
      const boxes = graph.nodes.map(({ box }) => box);
      const viewport = firstViewport(boxes, { width, height }, graph.byId.get(id ?? '')?.box ?? null);
      if (width > 0) void flow.current?.setViewport(viewport, { duration: duration(150) });
    },
    [graph, shown, zoom],
  );
  const onFlow = useCallback((made: Flow) => {
    flow.current = made;
  }, []);
  return { area, first, onFlow, show, zoom, frame };
}
