import { Position } from '@xyflow/react';
import type { Language } from '../i18n/language';
import type { ArrowEdge } from './Arrow';
import type { BoxNode } from './Box';
import { headOf } from './kind';
import type { EdgeKind, GraphModel } from './model';
import type { GraphTexts } from './texts';
import { title } from './words';

/** Nodes as React Flow takes them. Their sizes and the ends of arrows are known, so that it waits for nothing. */
export function flowNodes(graph: GraphModel, t: GraphTexts, language: Language): BoxNode[] {
  return graph.nodes.map((node) => {
    const { x, y, width, height } = node.box;
    const words = title(node, t, language);
    const end = { y: height / 2, width: 1, height: 1 };
    return {
      id: node.id,
      type: 'box',
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: [
        { ...end, type: 'target', position: Position.Left, x: 0 },
        { ...end, type: 'source', position: Position.Right, x: width },
      ],
      data: { node, title: words },
      ariaRole: 'img',
      domAttributes: { 'aria-label': words, 'aria-roledescription': undefined },
    };
  });
}

export const flowEdges = (graph: GraphModel): ArrowEdge[] =>
  graph.edges.map((edge) => ({
    id: edge.id,
    type: 'arrow',
    source: edge.source,
    target: edge.target,
    data: { edge, headId: headOf(graph.name, edge.kind) },
    // What an arrow says is said of the boxes at its ends.
    ariaRole: 'presentation',
    ariaLabel: '',
    // Without the class by which an arrow would keep a pointer from moving the graph.
    domAttributes: { className: 'react-flow__edge', 'aria-hidden': true, 'aria-roledescription': undefined },
  }));

const ORDER: readonly EdgeKind[] = [
  'ref:Get',
  's3',
  'dependsOn',
  'condition',
  'forEach',
  'cleanup',
  'deployment',
  'read',
  'write',
  'within',
];

/** The kinds of arrows that a graph has. */
export function kindsOf(graph: GraphModel): EdgeKind[] {
  const there = new Set(graph.edges.map(({ kind }) => kind));
  return ORDER.filter((kind) => there.has(kind));
}
