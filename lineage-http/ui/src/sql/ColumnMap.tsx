import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type Dispatch, type MouseEvent, memo, type SetStateAction, useMemo, useState } from 'react';
import type { Statement } from '../api/types';
import { useTexts } from '../i18n/language';
import { ONLY_SEEN } from '../parts/onlySeen';
import { ColumnLine } from './ColumnLine';
import styles from './ColumnMap.module.css';
import { columnGraph, reach } from './columns';
import { type BoxNode, edgesOf, type LineEdge, nodesOf } from './flow';
import { HighlightContext } from './highlight';
import { Legend } from './Legend';
import { layOut } from './layout';
import { MapTools } from './MapTools';
import { TableBox } from './TableBox';
import { texts } from './texts';

const nodeTypes = { table: TableBox };
const edgeTypes = { column: ColumnLine };
// A link within a picture could not be reached by the keyboard.

/** Which column comes from which, drawn: tables from left to right, an edge for each pair of columns. */
export function ColumnMap({ statements }: { statements: readonly Statement[] }) {
  const t = useTexts(texts);
  const [withIndirect, setIndirect] = useState(false);
  const [picked, pick] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const graph = useMemo(() => columnGraph(statements, withIndirect), [statements, withIndirect]);
  const placed = useMemo(() => layOut(graph), [graph]);
  const nodes = useMemo(() => nodesOf(placed), [placed]);
  const edges = useMemo(() => edgesOf(graph.lines), [graph]);
  const start = pointed ?? picked;
  const highlight = useMemo(() => (start === null ? null : { ...reach(graph.lines, start), start }), [graph, start]);
  const columnCount = graph.boxes.reduce((sum, box) => sum + box.columns.length, 0);
  return (
    <ReactFlowProvider>
      <div className={styles.map}>
        <MapTools
          graph={graph}
          placed={placed}
          withIndirect={withIndirect}
          setIndirect={setIndirect}
          picked={picked}
          pick={pick}
        />
        <HighlightContext value={highlight}>
          {/* A picture: what it shows is in the tables below, and the tools above do all that the mouse does. */}
          <div
            className={`${styles.canvas} ${highlight ? styles.highlighted : ''}`}
            role="img"
            aria-label={t.picture(graph.boxes.length, columnCount, graph.lines.length)}
            data-testid="sql-map"
          >
            <Canvas nodes={nodes} edges={edges} point={setPointed} pick={pick} />
          </div>
        </HighlightContext>
        <Legend lines={graph.lines} />
      </div>
    </ReactFlowProvider>
  );
}

interface CanvasProps {
  nodes: BoxNode[];
  edges: LineEdge[];
  point: (key: string | null) => void;
  pick: Dispatch<SetStateAction<string | null>>;
}

/** Drawn anew only for other tables, not for what is pointed at. */
const Canvas = memo(function Canvas({ nodes, edges, point, pick }: CanvasProps) {
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(event) => {
        const key = columnAt(event);
        pick((picked) => (key === picked ? null : key));
      }}
      onNodeMouseMove={(event) => point(columnAt(event))}
      onNodeMouseLeave={() => point(null)}
      onPaneClick={() => pick(null)}
      minZoom={0.05}
      maxZoom={2}
      {...ONLY_SEEN}
    />
  );
});

/** The column that the mouse is at. */
function columnAt(event: MouseEvent): string | null {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
  return row?.dataset.column ?? null;
}
