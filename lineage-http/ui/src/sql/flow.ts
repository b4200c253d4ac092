import { type Edge, MarkerType, type Node, type NodeHandle, Position } from '@xyflow/react';
import { type Box, keyOf, type Line } from './columns';
import { middleOf, type Placed, WIDTH } from './layout';
import { lookOf } from './looks';

export type BoxNode = Node<{ box: Box }, 'table'>;
export type LineEdge = Edge<{ line: Line }, 'column'>;

/** Sizes and places of ends are given, so that edges to tables out of sight are known; those in sight are measured. */
export const nodesOf = (placed: readonly Placed[]): BoxNode[] =>
  placed.map(({ box, x, y, height }) => ({
    id: box.id,
    type: 'table',
    position: { x, y },
    width: WIDTH,
    height,
    measured: { width: WIDTH, height },
    handles: handlesOf(box),
    data: { box },
  }));

function handlesOf(box: Box): NodeHandle[] {
  return [null, ...box.columns].flatMap((column) => {
    const id = keyOf({ box: box.id, column });
    const y = middleOf(box, column);
    const size = { width: 1, height: 1 };
    return [
      ...(box.isWritten ? [{ id, type: 'target' as const, position: Position.Left, x: 0, y, ...size }] : []),
      ...(box.isRead ? [{ id, type: 'source' as const, position: Position.Right, x: WIDTH, y, ...size }] : []),
    ];
  });
}

export const edgesOf = (lines: readonly Line[]): LineEdge[] =>
  lines.map((line) => ({
    id: line.id,
    type: 'column',
    source: line.from.box,
    target: line.to.box,
    sourceHandle: keyOf(line.from),
    targetHandle: keyOf(line.to),
    markerEnd: {
      type: MarkerType.ArrowClosed,
      color: lookOf(line.subtype).colour,
      ...{ width: 18, height: 18, markerUnits: 'userSpaceOnUse' },
    },
    data: { line },
  }));
