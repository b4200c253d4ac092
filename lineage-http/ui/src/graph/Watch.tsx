import { useStore } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import { type Detail, detailOf } from './Box';

interface Props {
  selected: string | null;
  /** What was picked in this graph itself. */
  picked: RefObject<string | null>;
  isMany: boolean;
  show: (id: string | null, isRead?: boolean) => void;
  onDetail: (detail: Detail) => void;
}

/** Follows how large all is drawn, and keeps what is selected in sight when the room for it changes. */
export function Watch({ selected, picked, isMany, show, onDetail }: Props) {
  const detail = useStore((state) => detailOf(state.transform[2], isMany));
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => onDetail(detail), [detail, onDetail]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a change of the room that it follows
  useEffect(() => show(selected), [width, height, show]);
  useEffect(() => {
    // What was picked here stays where it is, as small as it is; what was selected elsewhere comes to be read.
    show(selected, selected !== picked.current);
    picked.current = null;
  }, [selected, picked, show]);
  return null;
}

/** Long enough for the room to change, where a trace makes a line above the graph come or go. */
const SETTLED = 60;

/** Frames anew when what is traced changes, but not as it is first: the first look may fit it already. */
export function useFramed(traced: string, frame: () => void): void {
  const before = useRef(traced);
  const latest = useRef(frame);
  useEffect(() => {
    latest.current = frame;
  });
  useEffect(() => {
    if (before.current === traced) return;
    const timer = setTimeout(() => {
      before.current = traced;
      latest.current();
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [traced]);
}
