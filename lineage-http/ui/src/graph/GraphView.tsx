import { useCallback, useMemo, useState } from 'react';
import type { Lineage } from '../api/types';
import { go, usePlace, type View } from '../state/place';
import { parseSelection, select } from '../state/selection';
import { dataGraph } from './dataGraph';
import styles from './GraphView.module.css';
import type { GraphModel } from './model';
import { Pane } from './Pane';
import { stepGraph } from './stepGraph';
import { Tools } from './Tools';
import { matching, traced } from './trace';

interface Props {
  lineage: Lineage;
  view: View;
}

/** The graph of a lineage: its steps, its data, or both side by side. */
export function GraphView({ lineage, view }: Props) {
  const place = usePlace();
  const { trace = 'all', select: selected, to, depth, filter, execution } = place;
  const graphs = useMemo(() => {
    const drawn: GraphModel[] = [];
    if (view !== 'data') drawn.push(stepGraph(lineage, execution));
    if (view !== 'pipeline') drawn.push(dataGraph(lineage, execution));
    return drawn;
  }, [lineage, view, execution]);
  const shown = useMemo(
    () => graphs.map((graph) => traced(graph, { trace, select: selected, to, depth })),
    [graphs, trace, selected, to, depth],
  );
  const matches = useMemo(() => graphs.map((graph) => matching(graph, filter)), [graphs, filter]);
  const [jump, setJump] = useState<{ of: unknown; index: number } | null>(null);
  // A jump is to one of the matches that there were: others begin anew.
  const index = jump?.of === matches ? jump.index : -1;
  const found = useMemo(() => {
    const all = matches.flatMap((ids, graph) => ids.map((id) => ({ graph, id })));
    return all[index] ?? null;
  }, [matches, index]);
  const count = matches.reduce((sum, ids) => sum + ids.length, 0);

  const isPath = trace === 'path' && selected !== undefined;
  const onPick = useCallback(
    (picked: string | null) => {
      if (picked !== null && isPath && picked !== selected) go({ to: picked });
      else select(parseSelection(picked ?? undefined));
    },
    [isPath, selected],
  );
  const isBoth = graphs.length > 1;
  return (
    <div className={styles.view}>
      <Tools
        graphs={graphs}
        shown={shown}
        found={{ index, count, jump: (to) => setJump({ of: matches, index: (to + count) % count }) }}
      />
      <div className={`${styles.panes} ${isBoth ? styles.both : ''}`}>
        {graphs.map((graph, i) => (
          <Pane
            key={`${graph.name} ${lineage.pipeline.arn}`}
            graph={graph}
            shown={shown[i] ?? null}
            matches={matches[i] ?? []}
            found={found?.graph === i ? found : null}
            onPick={onPick}
            isNamed={isBoth}
          />
        ))}
      </div>
    </div>
  );
}
