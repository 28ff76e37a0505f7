/** Own icons on a grid of 20, drawn with a round stroke of 1.6; `fill` marks those that are filled. */
export const icons = {
  lab: {
    d: 'M8 2.8v5L3.6 15a1.6 1.6 0 0 0 1.4 2.4h10a1.6 1.6 0 0 0 1.4-2.4L12 7.8v-5M6.6 2.8h6.8M5.8 12.4h8.4',
  },
  runs: { d: 'M3 14.5c2.5 0 2.8-9 5.4-9 2.4 0 2.4 6 4.6 6 1.8 0 2.2-3 4-3M3 17.2h14' },
  microscope: {
    d: 'M8 2.8h3.4v7.4H8zM9.7 10.2v2.3M4 17.2h12M6.4 14.4h5M11.4 5.2a5.8 5.8 0 0 1 1.8 11.4',
  },
  verify: { d: 'M10 2.6 16.2 5v4.8c0 3.7-2.6 6.3-6.2 7.6-3.6-1.3-6.2-3.9-6.2-7.6V5zM7 9.9l2.2 2.2 4-4.3' },
  lessons: {
    d: 'M10 5.2C8.4 3.9 6 3.5 3 3.7v11.7c3-.2 5.4.2 7 1.5 1.6-1.3 4-1.7 7-1.5V3.7c-3-.2-5.4.2-7 1.5zm0 0v11.7',
  },
  play: { d: 'M6 3.8v12.4L16 10z', fill: true },
  pause: { d: 'M5.5 4h3v12h-3zM11.5 4h3v12h-3z', fill: true },
  stop: { d: 'M5.2 5.2h9.6v9.6H5.2z', fill: true },
  step: { d: 'M5 4.5v11L12.5 10zM14.8 4.8v10.4' },
  stepBack: { d: 'M15 4.5v11L7.5 10zM5.2 4.8v10.4' },
  first: { d: 'M16.5 5v10L10.5 10zM9.8 5v10L3.8 10zM3.2 4.8v10.4' },
  last: { d: 'M3.5 5v10l6-5zM10.2 5v10l6-5zM16.8 4.8v10.4' },
  toBreakpoint: { d: 'M3 4.8v10.4L9.5 10zM14.5 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z' },
  breakpoint: { d: 'M10 5.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z', fill: true },
  reset: { d: 'M4.2 10a5.8 5.8 0 1 0 1.9-4.3L4 7.6M4 3.6v4h4' },
  undo: { d: 'M3.6 7.2h8.2a4.3 4.3 0 0 1 0 8.6H8M7 3.6 3.4 7.2 7 10.8' },
  check: { d: 'M4 10.6l4 4 8-9' },
  cross: { d: 'M5 5l10 10M15 5 5 15' },
  ready: { d: 'M10 4.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6z' },
  warning: { d: 'M10 3 17.6 16.4H2.4zM10 8v4M10 14.2v.1' },
  lock: { d: 'M5 9h10v7.6H5zM7 9V6.4a3 3 0 0 1 6 0V9' },
  keyboard: {
    d: 'M2.6 5.4h14.8v9.2H2.6zM5.4 8.2v.1M8.4 8.2v.1M11.5 8.2v.1M14.6 8.2v.1M5.4 11.8h.1M8 11.8h4M14.6 11.8h.1',
  },
  system: { d: 'M3 4h14v9.6H3zM7.4 17h5.2M10 13.8V17' },
  light: {
    d: 'M10 6.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2',
  },
  dark: { d: 'M16.4 12.1A6.9 6.9 0 0 1 7.9 3.6a6.9 6.9 0 1 0 8.5 8.5z' },
} as const satisfies Record<string, { d: string; fill?: boolean }>

export type IconName = keyof typeof icons
