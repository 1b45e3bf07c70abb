/** One set, drawn on a 16 px grid with a 1.5 px line, square joins softened; every one of them is a thing of this trade. */
const drawings = {
  live: "M2 12.5a6 6 0 1 1 12 0M8 12.5l3-4.5M3.2 12.5h1M11.8 12.5h1M8 6.5v1",
  calls: "M2.5 4h11M2.5 8h11M2.5 12h6M11 10.2l2.3 2.3-2.3 2.3",
  agents: "M3 9V8a5 5 0 0 1 10 0v1M3 9h2v3.5H3zM11 9h2v3.5h-2zM13 12.5c0 1.2-1.5 2-3.5 2",
  figures: "M2.5 2.5v11h11M5.5 11V8M8.5 11V5M11.5 11V6.8",
  settings: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9 2.8v3.4h3V2.8zM4 9.8v3.4h3V9.8z",
  users: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM2.8 14c.3-2.7 2.3-4 5.2-4s4.9 1.3 5.2 4",
  account: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM2.8 14c.3-2.7 2.3-4 5.2-4s4.9 1.3 5.2 4",
  alarm: "M8 2.2 14.4 13.5H1.6zM8 6.5v3.3M8 11.3v.9",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.8M8 4.8v1",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4 14 14",
  play: "M4.5 2.8v10.4L13 8z",
  pause: "M5 3v10M11 3v10",
  back: "M9.8 3 4.8 8l5 5",
  forward: "M6.2 3l5 5-5 5",
  down: "M3 6l5 5 5-5",
  up: "M3 10.5l5-5 5 5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  bin: "M2.5 4.5h11M6 4.5V2.7h4v1.8M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4",
  undo: "M6 3.2 2.8 6.4 6 9.6M3 6.4h6.3a3.6 3.6 0 0 1 0 7.2H6.5",
  redo: "M10 3.2l3.2 3.2L10 9.6M13 6.4H6.7a3.6 3.6 0 0 0 0 7.2h2.8",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  check: "M3 8.6 6.4 12 13 4.6",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1",
  moon: "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
  language: "M1.8 3.5h7M5.3 2v1.5M7.3 3.5C6.8 6 5 8 2.2 9.2M3.6 5.6c.8 1.5 2 2.6 3.8 3.2M8.2 14l2.8-7 2.8 7M9.2 11.7h3.6",
  key: "M5 11a3 3 0 1 1 2.6-4.5H14V9h-1.6v1.8H10V9H7.6A3 3 0 0 1 5 11zM5 8h.01",
  line: "M2 8h2.5l1.6-4 3 8L10.8 8H14",
  phone:
    "M4 2.5h2.3l1.2 3-1.6 1.2a7.6 7.6 0 0 0 3.4 3.4l1.2-1.6 3 1.2V12c0 .8-.7 1.5-1.5 1.5C6.7 13.2 2.8 9.3 2.5 4c0-.8.7-1.5 1.5-1.5z",
  queue: "M3 3.5h.01M3 8h.01M3 12.5h.01M6 3.5h7.5M6 8h5.5M6 12.5h3.5",
  calendar: "M2.5 3.8h11v9.7h-11zM2.5 6.8h11M5.3 2.2v2.6M10.7 2.2v2.6",
  prompt: "M2.5 3h11v7.5H8L5 13.5v-3H2.5zM5.3 6.8h.01M8 6.8h.01M10.7 6.8h.01",
  connector: "M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14",
  flow: "M2.5 2.5h4v3h-4zM9.5 10.5h4v3h-4zM9.5 2.5h4v3h-4zM6.5 4h3M4.5 5.5V12h5",
  site: "M2.5 13.5h11M4 13.5v-11h8v11M6.5 5.3h.01M9.5 5.3h.01M6.5 8.3h.01M9.5 8.3h.01M7 13.5V11h2v2.5",
  reason: "M3 5.5h7.5v4A3.5 3.5 0 0 1 7 13a3.5 3.5 0 0 1-4-3.5zM10.5 6.5h1a1.7 1.7 0 0 1 0 3.5h-1M5 2v1.5M8 2v1.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  in: "M12.5 3.5l-8 8M4.5 5.5v6h6",
  out: "M3.5 12.5l8-8M5.5 4.5h6v6",
  internal: "M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13",
  decision: "M8 2v4M8 6 3.5 10v4M8 6l4.5 4v4M2 12.5 3.5 14 5 12.5M11 12.5l1.5 1.5 1.5-1.5",
  media: "M2 8h1.5M5 5v6M8 2.5v11M11 5.5v5M12.5 8H14",
  record: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6",
  exit: "M9.5 2.5h-7v11h7M6.5 8h7.5M11.5 5.5 14 8l-2.5 2.5",
  menu: "M2 4h12M2 8h12M2 12h12",
  ladder: "M3.5 2v12M12.5 2v12M3.5 5h9M10.5 3.5 12.5 5l-2 1.5M12.5 10.5h-9M5.5 9l-2 1.5 2 1.5",
  download: "M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  desk: "M2 11.5h12M3.5 11.5v2M12.5 11.5v2M4 11.5V9.2a4 4 0 0 1 8 0v2.3M8 3v2.2M6.3 3h3.4",
  floor: "M2.5 3h4v4h-4zM9.5 3h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
  mute: "M6 6.5V4.3a2 2 0 0 1 4 0v3.2M10 9.6a2 2 0 0 1-4-1V8.5M3.8 8a4.2 4.2 0 0 0 6.6 3.4M12.2 8c0 .6-.1 1.2-.3 1.7M8 12.2v2M2.5 2.5l11 11",
  transfer: "M2.5 8h9M8.5 4.5 12 8l-3.5 3.5M14 3.5v9",
  consult: "M2 3h8v5.5H6L3.8 10.7V8.5H2zM12 6.5h2V12h-1.8v2l-2.2-2H6.5v-1",
  park: "M4 14V2.5h5a3.2 3.2 0 0 1 0 6.5H4",
  conference:
    "M8 6a1.9 1.9 0 1 0 0-3.8A1.9 1.9 0 0 0 8 6zM3.8 13.5a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM12.2 13.5a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM7 6 5 9.8M9 6l2 3.8M5.8 11.6h4.4",
  hangUp: "M1.8 9.8c3.5-3.4 8.9-3.4 12.4 0l-1.5 2.1-2.6-1V9a8 8 0 0 0-4.2 0v1.9l-2.6 1z",
  keypad: "M4 3.5h.01M8 3.5h.01M12 3.5h.01M4 7h.01M8 7h.01M12 7h.01M4 10.5h.01M8 10.5h.01M12 10.5h.01M8 14h.01",
  star: "M8 2.3l1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.1 4.5 13l.8-3.9-2.9-2.7 3.9-.5z",
  note: "M3 2.5h10v8l-3 3H3zM10 13.5v-3h3M5.3 5.5h5.4M5.3 8h3.5",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8zM6.8 14h2.4",
  letter: "M2 3.8h12v8.7H2zM2 4.3l6 4.6 6-4.6",
  ear: "M5 6.2a3.2 3.2 0 1 1 6 1.5c-.7 1-2 1.6-2 3 0 1.6-.9 2.8-2.2 2.8-1 0-1.8-.7-1.8-1.7M6.8 6.4a1.3 1.3 0 1 1 2.4.7",
  why: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3a1.9 1.9 0 1 1 2.5 1.8c-.5.2-.7.5-.7 1M8 11.3v.1",
  shield: "M8 2 13 4v4c0 3-2 5-5 6.2C5 13 3 11 3 8V4zM5.8 8l1.6 1.6L10.4 6.4",
  lock: "M3.5 7.5h9v6h-9zM5.3 7.5V5.3a2.7 2.7 0 0 1 5.4 0v2.2",
  refresh: "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3",
} as const;
export type IconName = keyof typeof drawings;

/** Decoration beside words; where it stands alone, the control carries the words itself. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={drawings[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
