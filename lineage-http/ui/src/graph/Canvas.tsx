import { type EdgeTypes, type NodeTypes, ReactFlow, type ReactFlowInstance, type Viewport } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type ReactNode, useCallback, useEffect, useId, useState } from 'react';
import { useTexts } from '../i18n/language';
import { ONLY_SEEN } from '../parts/onlySeen';
import { keepFocus } from '../state/focus';
import { Arrow, type ArrowEdge } from './Arrow';
import { Box, type BoxNode, type Detail, DetailContext } from './Box';
import { Bundles } from './Bundles';
import styles from './Canvas.module.css';
import { curve, straight } from './curve';
import type { Size } from './frame';
import { Hover, Marks } from './marks';
import type { GraphModel } from './model';
import { texts } from './texts';

const NODE_TYPES: NodeTypes = { box: Box };
const EDGE_TYPES: EdgeTypes = { arrow: Arrow };
/** More arrows than this are drawn together where they are small. */
const MANY_EDGES = 400;
const NO_EDGES: ArrowEdge[] = [];
/** What React Flow says of keys that are not its own here. */
const UNSAID = { 'node.a11yDescription.default': '', 'edge.a11yDescription.default': '' };

export type Flow = ReactFlowInstance<BoxNode, ArrowEdge>;

interface Props {
  graph: GraphModel;
  nodes: BoxNode[];
  edges: ArrowEdge[];
  size: Size;
  /** What is in sight first. */
  viewport: Viewport;
  label: string;
  detail: Detail;
  onFlow: (flow: Flow) => void;
  onPick: (id: string | null) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onFocus: (isFocused: boolean) => void;
  children: ReactNode;
}

/** The graph itself: one stop for the Tab key, in which keys move along the arrows. */
export function Canvas({ graph, nodes, edges, size, viewport, detail, label, children, ...on }: Props) {
  const t = useTexts(texts);
  const keys = useId();
  const { onPick, onFlow, onFocus } = on;
  const isSmall = detail === 'far' || detail === 'small' || detail === 'middle';
  const isBundled = isSmall && edges.length > MANY_EDGES;
  useReady(graph);
  const pickNode = useCallback((_: unknown, node: BoxNode) => onPick(node.id), [onPick]);
  const [hover] = useState(() => new Marks());
  const enter = useCallback((_: unknown, { id }: ArrowEdge) => hover.set(new Map([[id, 1]]), 0), [hover]);
  const leave = useCallback(() => hover.set(new Map(), 0), [hover]);
  const pickNone = useCallback(() => onPick(null), [onPick]);
  return (
    <DetailContext value={detail}>
      <Hover value={hover}>
        <ReactFlow<BoxNode, ArrowEdge>
          id={`${graph.name}-graph`}
          className={styles.flow}
          nodes={nodes}
          edges={isBundled ? NO_EDGES : edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          width={size.width}
          height={size.height}
          defaultViewport={viewport}
          minZoom={0.02}
          maxZoom={2.5}
          {...ONLY_SEEN}
          ariaLabelConfig={UNSAID}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomActivationKeyCode={null}
          onInit={onFlow}
          onNodeClick={pickNode}
          onEdgeMouseEnter={enter}
          onEdgeMouseLeave={leave}
          onPaneClick={pickNone}
          tabIndex={0}
          aria-label={label}
          aria-describedby={keys}
          onKeyDown={on.onKeyDown}
          onFocus={(event) => {
            keepFocus(event.currentTarget);
            onFocus(event.currentTarget.matches(':focus-visible'));
          }}
          onBlur={() => onFocus(false)}
        >
          {isBundled && <Bundles edges={graph.edges} line={detail === 'far' ? straight : curve} />}
          <span id={keys} hidden>
            {t.keys}
          </span>
          {children}
        </ReactFlow>
      </Hover>
    </DetailContext>
  );
}

/** Tells how long it took until the graph could be used first. */
function useReady(graph: GraphModel): void {
  useEffect(() => {
    // The frame after the one that has it painted.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark('lineage-ready', { detail: graph.name }));
    });
    return () => cancelAnimationFrame(frame);
  }, [graph]);
}
