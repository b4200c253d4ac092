import { useStore } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useTexts } from '../i18n/language';
import { Empty } from '../parts/Notice';
import { usePlace } from '../state/place';
import { type Detail, detailOf } from './Box';
import { Canvas, type Flow } from './Canvas';
import styles from './Canvas.module.css';
import { Controls } from './Controls';
import { flowEdges, flowNodes, kindsOf } from './flow';
import { inSight, type Size } from './frame';
import { Heads } from './Heads';
import { graphKeys } from './keys';
import { Legend } from './Legend';
import { EdgeMarks, Marks, marksOf, NodeMarks } from './marks';
import type { GraphModel } from './model';
import { move } from './move';
import { texts } from './texts';
import { inWords } from './words';

interface Props {
  graph: GraphModel;
  /** What a trace shows; null where it shows all. */
  shown: ReadonlySet<string> | null;
  matches: readonly string[];
  /** The match that was jumped to, anew with each jump. */
  found: { id: string } | null;
  onPick: (select: string | null) => void;
  /** Its name, where there is another graph beside it. */
  heading?: string | undefined;
}

const isStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** One graph with its controls and its legend. */
export function Pane({ graph, shown, matches, found, onPick, heading }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { select, to } = usePlace();
  const [nodeMarks] = useState(() => new Marks());
  const [edgeMarks] = useState(() => new Marks());
  const area = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [detail, setDetail] = useState<Detail>('normal');
  const [isFocused, setFocused] = useState(false);
  const flow = useRef<Flow | null>(null);
  const first = useMemo(() => move(graph, null, 'Home'), [graph]);
  const selected = useMemo(() => graph.ends.get(select ?? '')?.up[0] ?? null, [graph, select]);
  const [moved, setMoved] = useState<string | null>(null);
  const current = [moved, selected, first].find((id) => id !== null && graph.byId.has(id)) ?? null;
  const nodes = useMemo(() => flowNodes(graph, t, language), [graph, t, language]);
  const edges = useMemo(() => flowEdges(graph), [graph]);
  const kinds = useMemo(() => kindsOf(graph), [graph]);

  useLayoutEffect(() => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
    if (width > 0) setSize({ width, height });
  }, []);

  useLayoutEffect(() => {
    const focus = isFocused ? current : null;
    const marks = marksOf(graph, { select, to, shown, matches, found: found?.id ?? null, focus });
    nodeMarks.set(marks.nodes, marks.others);
    edgeMarks.set(marks.edges, marks.others);
  }, [graph, select, to, shown, matches, found, isFocused, current, nodeMarks, edgeMarks]);

  const show = useCallback(
    (id: string | null) => {
      const box = graph.byId.get(id ?? '')?.box;
      const { clientWidth: width = 0, clientHeight: height = 0 } = area.current ?? {};
      if (!box || !flow.current) return;
      const view = flow.current.getViewport();
      const zoom = Math.max(view.zoom, 0.6);
      const at = inSight(box, view, { width, height });
      if (at || zoom !== view.zoom) {
        const center = at ?? { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        void flow.current.setCenter(center.x, center.y, { zoom, duration: isStill() ? 0 : 200 });
      }
    },
    [graph],
  );

  useEffect(() => setMoved(selected), [selected]);
  useEffect(() => {
    if (!found) return;
    setMoved(found.id);
    show(found.id);
  }, [found, show]);

  const onZoom = (how: 'in' | 'out' | 'fit') => {
    const options = { duration: isStill() ? 0 : 150 };
    if (how === 'in') void flow.current?.zoomIn(options);
    else if (how === 'out') void flow.current?.zoomOut(options);
    else void flow.current?.fitView({ ...options, padding: 0.05, maxZoom: 1.1 });
  };
  const pick = useCallback(
    (id: string | null) => {
      setMoved(id);
      onPick(graph.byId.get(id ?? '')?.select ?? null);
    },
    [graph, onPick],
  );
  const onKeyDown = graphKeys(graph, current, {
    isShown: (id) => !shown || shown.has(id),
    onMove: (id) => {
      setFocused(true);
      setMoved(id);
      show(id);
    },
    onSelect: pick,
    onZoom,
  });
  const node = graph.byId.get(current ?? '');
  const said = node ? inWords(graph, node, t, language) + (node.select === select ? `, ${t.selected}` : '') : '';

  return (
    <section className={styles.pane} aria-label={t.graphs[graph.name]} data-testid={`${graph.name}-pane`}>
      {(heading || shown) && (
        <div className={styles.head}>
          {heading && <h2>{heading}</h2>}
          {shown && (
            <span role="status" data-testid={`${graph.name}-showing`}>
              {t.showing(shown.size, graph.nodes.length)}
            </span>
          )}
        </div>
      )}
      <div ref={area} className={styles.area}>
        {graph.nodes.length === 0 ? (
          <Empty>{t.empty[graph.name]}</Empty>
        ) : (
          size && (
            <NodeMarks value={nodeMarks}>
              <EdgeMarks value={edgeMarks}>
                <Heads graph={graph.name} kinds={kinds} />
                <Canvas
                  graph={graph}
                  nodes={nodes}
                  edges={edges}
                  size={size}
                  start={selected}
                  label={`${t.graphs[graph.name]}: ${said}`}
                  detail={detail}
                  onFlow={(made) => {
                    flow.current = made;
                  }}
                  onPick={pick}
                  onKeyDown={onKeyDown}
                  onFocus={setFocused}
                >
                  <Watch onDetail={setDetail} onResize={() => show(selected)} selected={selected} />
                  <Controls count={graph.nodes.length} isMapped={size.width >= 560} onZoom={onZoom} />
                </Canvas>
                <div className="spoken" aria-live="polite">
                  {isFocused && said}
                </div>
              </EdgeMarks>
            </NodeMarks>
          )
        )}
      </div>
      <Legend graph={graph.name} kinds={kinds} />
    </section>
  );
}

/** Follows how large all is drawn, and keeps what is selected in sight when the room for it changes. */
function Watch({
  onDetail,
  onResize,
  selected,
}: {
  onDetail: (detail: Detail) => void;
  onResize: () => void;
  selected: string | null;
}) {
  const detail = useStore((state) => detailOf(state.transform[2]));
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => onDetail(detail), [detail, onDetail]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is these changes that it follows
  useEffect(onResize, [width, height, selected]);
  return null;
}
