import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useTexts } from '../i18n/language';
import styles from './ColumnMap.module.css';
import { type Box, keyOf, splitName } from './columns';
import type { BoxNode } from './flow';
import { HighlightContext } from './highlight';
import { texts } from './texts';

/** A table with those of its columns that take part, a row each. */
export const TableBox = memo(function TableBox({ data: { box } }: NodeProps<BoxNode>) {
  const t = useTexts(texts);
  const highlight = useContext(HighlightContext);
  const { own, before } = splitName(box.name);
  const classOf = (column: string | null) => {
    const key = keyOf({ box: box.id, column });
    if (!highlight?.columns.has(key)) return '';
    return `${styles.reached} ${highlight.start === key ? styles.start : ''}`;
  };
  return (
    <div className={`${styles.box} ${styles[box.kind]} ${box.isWritten ? styles.written : ''}`}>
      <div className={`${styles.head} ${classOf(null)}`} data-column={keyOf({ box: box.id, column: null })}>
        <Ends box={box} column={null} />
        <strong title={titleOf(box, t)}>{box.name ? own : titleOf(box, t)}</strong>
        <small title={titleOf(box, t)}>{[roleOf(box, t), before && box.name].filter(Boolean).join(' · ')}</small>
      </div>
      {box.columns.map((column) => (
        <Row key={column} box={box} column={column} look={classOf(column)} />
      ))}
    </div>
  );
});

/** Drawn anew only where its own look changes: there may be hundreds. */
const Row = memo(function Row({ box, column, look }: { box: Box; column: string; look: string }) {
  return (
    <div className={`${styles.row} ${look}`} data-column={keyOf({ box: box.id, column })} title={column}>
      <Ends box={box} column={column} />
      {column}
    </div>
  );
});

/** Where edges begin and end: seen by nobody, but looked for once a table is drawn. */
function Ends({ box, column }: { box: Box; column: string | null }) {
  const id = keyOf({ box: box.id, column });
  return (
    <>
      {box.isWritten && <Handle id={id} type="target" position={Position.Left} isConnectable={false} />}
      {box.isRead && <Handle id={id} type="source" position={Position.Right} isConnectable={false} />}
    </>
  );
}

type Words = (typeof texts)['en'];

export function titleOf(box: Box, t: Words): string {
  if (box.kind === 'result') return t.result((box.statement ?? 0) + 1);
  if (box.kind === 'undecided') return t.undecided;
  return box.kind === 'before' ? `${box.name} (${t.before})` : box.name;
}

function roleOf(box: Box, t: Words): string {
  if (box.kind === 'before') return t.before;
  if (box.isRead && box.isWritten) return t.readAndWritten;
  return box.isWritten ? t.written : t.read;
}
