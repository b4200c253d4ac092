import { useStore } from '@xyflow/react';
import { useEffect } from 'react';
import { type Detail, detailOf } from './Box';

interface Props {
  selected: string | null;
  show: (id: string | null) => void;
  onDetail: (detail: Detail) => void;
}

/** Follows how large all is drawn, and keeps what is selected in sight when the room for it changes. */
export function Watch({ selected, show, onDetail }: Props) {
  const detail = useStore((state) => detailOf(state.transform[2]));
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => onDetail(detail), [detail, onDetail]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a change of the room that it follows
  useEffect(() => show(selected), [width, height, selected, show]);
  return null;
}
