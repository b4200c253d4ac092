import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLanguage, useTexts } from '../i18n/language';
import { Empty } from '../parts/Notice';
import { keepFocus } from '../state/focus';
import { usePlace } from '../state/place';
import type { Detail } from './Box';
import { Canvas } from './Canvas';
import styles from './Canvas.module.css';
import { Controls } from './Controls';
import { useCamera } from './camera';
import { flowEdges, flowNodes, kindsOf } from './flow';
import { Heads } from './Heads';
import { graphKeys } from './keys';
import { Legend } from './Legend';
import { MarksLegend } from './MarksLegend';
import { EdgeMarks, Marks, marksOf, NodeMarks } from './marks';
import type { GraphModel } from './model';
import { move } from './move';
import { LARGEST_MAP, Overview } from './Overview';
import { texts } from './texts';
import { useFramed, Watch } from './Watch';
import { spoken } from './words';

interface Props {
  graph: GraphModel;
  /** What a trace shows; null where it shows all. */
  shown: ReadonlySet<string> | null;
  matches: readonly string[];
  /** The match that was jumped to, anew with each jump. */
  found: { id: string } | null;
  onPick: (select: string | null) => void;
  /** Whether another graph is beside it, so that each needs its name. */
  isNamed: boolean;
}

/** More boxes than this go without their names where they are small. */
const MANY = 300;

/** One graph with its controls and its legend. */
export function Pane({ graph, shown, matches, found, onPick, isNamed }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { select, to, trace = 'all', depth } = usePlace();
  const ends = graph.ends.get(select ?? '');
  const selected = ends?.up[0] ?? ends?.down[0] ?? null;
  const { area, first, onFlow, show, zoom, frame } = useCamera(graph, selected, shown);
  const [detail, setDetail] = useState<Detail>('normal');
  const [isMapped, setMapped] = useState<boolean | null>(null);
  const [isFocused, setFocused] = useState(false);
  const nodes = useMemo(() => flowNodes(graph, t, language), [graph, t, language]);
  const edges = useMemo(() => flowEdges(graph), [graph]);
  const kinds = useMemo(() => kindsOf(graph), [graph]);

  // Where the keys are: where they moved to, else at what is selected, else at the start.
  const home = useMemo(() => move(graph, null, 'Home'), [graph]);
  const [moved, setMoved] = useState<string | null>(null);
  const current = [moved, selected, home].find((id) => id !== null && graph.byId.has(id)) ?? null;
  // What is let go of stays where the keys are.
  useEffect(() => {
    if (selected !== null) setMoved(selected);
  }, [selected]);
  useFramed(JSON.stringify([trace, depth, to]), () => frame(current));
  useEffect(() => {
    if (!found) return;
    setMoved(found.id);
    show(found.id, true);
  }, [found, show]);

  const [nodeMarks] = useState(() => new Marks());
  const [edgeMarks] = useState(() => new Marks());
  useLayoutEffect(() => {
    const focus = isFocused ? current : null;
    const marks = marksOf(graph, { select, to, shown, matches, found: found?.id ?? null, focus });
    nodeMarks.set(marks.nodes, marks.others);
    edgeMarks.set(marks.edges, marks.others);
  }, [graph, select, to, shown, matches, found, isFocused, current, nodeMarks, edgeMarks]);

  const picked = useRef<string | null>(null);
  const pick = useCallback(
    (id: string | null) => {
      if (id !== null) setMoved(id);
      picked.current = id;
      keepFocus(area.current?.querySelector<HTMLElement>('.react-flow'));
      onPick(graph.byId.get(id ?? '')?.select ?? null);
    },
    [graph, onPick, area],
  );
  const onKeyDown = graphKeys(graph, current, {
    isShown: (id) => !shown || shown.has(id),
    onMove: (id) => {
      setFocused(true);
      setMoved(id);
      show(id, true);
    },
    onSelect: pick,
    onZoom: zoom,
  });
  const node = graph.byId.get(current ?? '');
  const said = node
    ? spoken(graph, node, { isSelected: node.select === select, isHidden: shown?.has(node.id) === false }, t, language)
    : '';
  const canMap = graph.nodes.length <= LARGEST_MAP;
  // A map that nobody asked for must help, and leave room.
  const isMapUseful = first !== null && !first.isWhole && first.size.width >= 560 && first.size.height >= 420;
  const hasMap = canMap ? (isMapped ?? isMapUseful) : null;

  return (
    <section className={styles.pane} aria-label={t.graphs[graph.name]} data-testid={`${graph.name}-pane`}>
      {(isNamed || shown) && (
        <div className={styles.head}>
          {isNamed && <h2>{t.graphs[graph.name]}</h2>}
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
          first && (
            <NodeMarks value={nodeMarks}>
              <EdgeMarks value={edgeMarks}>
                <Canvas
                  graph={graph}
                  nodes={nodes}
                  edges={edges}
                  size={first.size}
                  viewport={first.viewport}
                  label={`${t.graphs[graph.name]}: ${said}`}
                  detail={detail}
                  onFlow={onFlow}
                  onPick={pick}
                  onKeyDown={onKeyDown}
                  onFocus={setFocused}
                >
                  <Watch
                    selected={selected}
                    picked={picked}
                    isMany={graph.nodes.length > MANY}
                    show={show}
                    onDetail={setDetail}
                  />
                  {hasMap && <Overview />}
                </Canvas>
                <div className="spoken" aria-live="polite">
                  {isFocused && said}
                </div>
              </EdgeMarks>
            </NodeMarks>
          )
        )}
      </div>
      {graph.nodes.length > 0 && (
        <div className={styles.foot}>
          <Heads graph={graph.name} kinds={kinds} />
          <Controls onZoom={zoom} hasMap={hasMap} onMap={setMapped} />
          <Legend graph={graph.name} kinds={kinds} />
          {!isNamed && <MarksLegend graph={graph} />}
        </div>
      )}
    </section>
  );
}
