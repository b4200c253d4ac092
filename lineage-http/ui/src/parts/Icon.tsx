/** Paths on a grid of 16 by 16, drawn as lines. */
const PATHS = {
  check: 'M3 8.5l3.2 3L13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5l7 4.5-7 4.5z',
  clock: 'M8 2.2a5.8 5.8 0 100 11.6A5.8 5.8 0 008 2.2zM8 5v3.2l2.2 1.6',
  dash: 'M3.5 8h9',
  alert: 'M8 2.2L14.5 13.5h-13zM8 6.5v3.2M8 11.5v.3',
  question: 'M5.7 6a2.4 2.4 0 114 1.8C8.6 8.6 8 9 8 10M8 12.2v.3',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.3 10.3L14 14',
  refresh: 'M13 8a5 5 0 11-1.6-3.7M13 2v3h-3',
  close: 'M4 4l8 8M12 4l-8 8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10',
  copy: 'M6 5.5h7v8H6zM10.5 5.5v-3H3v8h3',
  external: 'M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 015 0v2.5',
  unlock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 014.8-1',
  globe: 'M8 2a6 6 0 100 12A6 6 0 008 2zM2 8h12M8 2c2 1.8 2.5 4 2.5 6S10 12.2 8 14C6 12.2 5.5 10 5.5 8S6 3.8 8 2z',
  layers: 'M8 2.5l6 3-6 3-6-3zM2.5 8.3L8 11l5.5-2.7M2.5 11L8 13.7 13.5 11',
  database:
    'M3 4c0-1 2.2-1.7 5-1.7S13 3 13 4v8c0 1-2.2 1.7-5 1.7S3 13 3 12zM3 4c0 1 2.2 1.7 5 1.7S13 5 13 4M3 8c0 1 2.2 1.7 5 1.7S13 9 13 8',
  up: 'M8 13V3M4 7l4-4 4 4',
  left: 'M13 8H3M7 4L3 8l4 4',
  right: 'M3 8h10M9 4l4 4-4 4',
  path: 'M3.5 3.5h4a2.5 2.5 0 010 5h-1a2.5 2.5 0 000 5h6',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  code: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  file: 'M4 2.2h5l3 3v8.6H4zM9 2.2v3h3',
  list: 'M3 4h10M3 8h10M3 12h6',
  flag: 'M4 14V2.5h8l-2 3 2 3H4',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.7 9h5.6l.7-9',
  grid: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  map: 'M2.5 3.5h11v9h-11zM8.5 8.5h5v4h-5z',
  bolt: 'M9 2L4 9h4l-1 5 5-7H8z',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words that say the same: screen readers pass over it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
