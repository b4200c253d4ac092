import type { Node, NodeProps } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { Icon } from '../parts/Icon';
import { Name } from '../parts/Name';
import { statusLook } from '../parts/status';
import styles from './Box.module.css';
import { DataBox } from './DataBox';
import { MARK, useNodeMark } from './marks';
import type { GraphNode } from './model';
import { StepBox } from './StepBox';

export type BoxNode = Node<{ node: GraphNode; title: string }, 'box'>;

/** How much is drawn, by how large it is on the screen. */
export type Detail = 'far' | 'small' | 'middle' | 'normal' | 'close';
export const DetailContext = createContext<Detail>('normal');

/** Names of many boxes would be too slow to move where they are small. */
export const detailOf = (zoom: number, isMany: boolean): Detail => {
  if (zoom < 0.35) return isMany || zoom < 0.18 ? 'far' : 'small';
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
  const { content } = node;
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
      {!isHidden && <Content node={node} detail={detail} mark={mark} />}
    </div>
  );
});

function Content({ node, detail, mark }: { node: GraphNode; detail: Detail; mark: number }) {
  const { name, content, box } = node;
  const isStep = content.kind === 'step';
  const look = isStep && content.status !== null ? statusLook(content.status) : null;
  if (detail === 'far') {
    // What needs somebody's attention is told by more than its colour, however small.
    return look && look.tone !== 'ok' && look.tone !== 'neutral' ? <Icon name={look.icon} size={60} /> : null;
  }
  if (detail === 'small') {
    return (
      <div className={styles.short}>
        {look && <Icon name={look.icon} size={28} />}
        <span>
          <Name name={name} />
        </span>
      </div>
    );
  }
  if (isStep) return <StepBox name={name} content={content} mark={mark} height={box.height} />;
  return <DataBox name={name} content={content} mark={mark} />;
}

/** Where arrows end, as React Flow looks for it when a box appears: its own handles would cost three listeners each. */
const Ends = () => (
  <>
    <span className={`target ${styles.into}`} data-handlepos="left" />
    <span className={`source ${styles.outOf}`} data-handlepos="right" />
  </>
);
