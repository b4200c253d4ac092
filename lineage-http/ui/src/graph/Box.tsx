import type { Node, NodeProps } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { statusLook } from '../parts/status';
import styles from './Box.module.css';
import { DataBox } from './DataBox';
import { MARK, useNodeMark } from './marks';
import type { GraphNode } from './model';
import { StepBox } from './StepBox';

export type BoxNode = Node<{ node: GraphNode; title: string }, 'box'>;

/** How much is drawn, by how large it is on the screen. */
export type Detail = 'far' | 'middle' | 'normal' | 'close';
export const DetailContext = createContext<Detail>('normal');

export const detailOf = (zoom: number): Detail => {
  if (zoom < 0.35) return 'far';
  if (zoom < 0.6) return 'middle';
  return zoom < 1.3 ? 'normal' : 'close';
};

export const toneOf = ({ content }: GraphNode) =>
  content.kind === 'step' && content.status !== null ? statusLook(content.status).tone : 'neutral';

const MARKED = ['selected', 'near', 'writer', 'reader', 'match', 'found', 'focus', 'end'] as const;

/** The box of a node, with what is told of it besides by its border. */
export const Box = memo(function Box({ id, data: { node, title } }: NodeProps<BoxNode>) {
  const mark = useNodeMark(id);
  const detail = useContext(DetailContext);
  const { name, content, box } = node;
  const isHidden = (mark & MARK.hidden) !== 0;
  const classes = [styles.box, styles[content.kind], styles[`edge-${toneOf(node)}`], styles[detail]];
  for (const one of MARKED) if ((mark & MARK[one]) !== 0) classes.push(styles[one]);
  if (isHidden) classes.push(styles.hidden);
  return (
    <div
      className={classes.join(' ')}
      title={title}
      data-selected={(mark & MARK.selected) !== 0 || undefined}
      data-related={(mark & (MARK.near | MARK.writer | MARK.reader)) !== 0 || undefined}
      data-match={(mark & MARK.match) !== 0 || undefined}
      data-hidden={isHidden || undefined}
      data-focus={(mark & MARK.focus) !== 0 || undefined}
    >
      <Ends />
      {isHidden || detail === 'far' ? null : content.kind === 'step' ? (
        <StepBox name={name} content={content} mark={mark} height={box.height} />
      ) : (
        <DataBox name={name} content={content} mark={mark} />
      )}
    </div>
  );
});

/** Where arrows end, as React Flow looks for it when a box appears: its own handles would cost three listeners each. */
const Ends = () => (
  <>
    <span className={`target ${styles.into}`} data-handlepos="left" />
    <span className={`source ${styles.outOf}`} data-handlepos="right" />
  </>
);
