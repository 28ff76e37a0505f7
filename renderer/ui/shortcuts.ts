/**
 * Every key that does something by itself: by where it works, by the row of the sheet that lists it, and by
 * what it does there. The handlers take their keys from here, so that the sheet says what is true. A letter
 * stands for its capital too; `Ctrl+` and `Shift+` stand before the key that is held with them.
 */
export const shortcuts = {
  window: {
    places: { lab: ['1'], runs: ['2'], microscope: ['3'], verify: ['4'], lessons: ['5'] },
    help: { help: ['?'] },
    present: { present: ['F5'] },
  },
  /** While the window is presented, in every place; a presenter's keys come first. */
  presentation: {
    pages: { previous: ['PageUp'], next: ['PageDown'] },
    black: { black: ['b', '.'] },
    pointer: { pointer: ['p'] },
    leave: { leave: ['Escape'] },
  },
  lab: {
    main: { main: [' '] },
    step: { step: ['s'] },
    stepBack: { stepBack: ['b'] },
    reset: { reset: ['r'] },
  },
  /** In a field of the form. */
  form: { explain: { explain: ['F1'] } },
  microscope: {
    step: { back: ['ArrowLeft', 'PageUp'], forward: ['ArrowRight', 'PageDown'] },
    ends: { first: ['Home'], last: ['End'] },
    breakpoint: { toggleBreakpoint: ['b'] },
    run: { runToBreakpoint: ['r'] },
    watch: { toggleWatch: ['w'] },
    zoom: { zoomIn: ['+', '='], zoomOut: ['-'], resetZoom: ['0'] },
  },
  /** On a row of the table of runs. */
  runs: {
    move: { previous: ['ArrowUp'], next: ['ArrowDown'] },
    ends: { first: ['Home'], last: ['End'] },
    page: { pageUp: ['PageUp'], pageDown: ['PageDown'] },
    fold: { fold: ['ArrowLeft'], unfold: ['ArrowRight'] },
    open: { open: ['Enter'] },
    select: { select: [' '] },
    rename: { rename: ['F2'] },
    remove: { remove: ['Delete'] },
  },
  /** In a plot over updates that has the focus. */
  updates: {
    move: { earlier: ['ArrowLeft'], later: ['ArrowRight'] },
    ends: { first: ['Home'], last: ['End'] },
    zoom: { zoomIn: ['+', '='], zoomOut: ['-'] },
    all: { showAll: ['0'] },
    pan: { panBack: ['PageUp'], panOn: ['PageDown'] },
    menu: { menu: ['m'] },
    clear: { clear: ['Escape'] },
  },
  /** In a heatmap over updates, besides. */
  heat: { move: { up: ['ArrowUp'], down: ['ArrowDown'] }, open: { open: ['Enter'] } },
  /** In a plot over steps. */
  steps: {
    move: { earlier: ['ArrowLeft'], later: ['ArrowRight'] },
    ends: { first: ['Home'], last: ['End'] },
  },
  /** In a plot of units. */
  units: {
    move: { previous: ['ArrowUp'], next: ['ArrowDown'] },
    keep: { keep: ['Enter'] },
    release: { release: ['Escape'] },
  },
  /** In a matrix of the Microscope. */
  matrix: {
    move: { left: ['ArrowLeft'], right: ['ArrowRight'], up: ['ArrowUp'], down: ['ArrowDown'] },
    ends: { rowStart: ['Home'], rowEnd: ['End'] },
    corners: { first: ['Ctrl+Home'], last: ['Ctrl+End'] },
    zoom: { zoomIn: ['+', '='], zoomOut: ['-'], resetZoom: ['0'] },
  },
  /** In the terms of an explained number. */
  terms: {
    move: { up: ['ArrowUp'], down: ['ArrowDown'], left: ['ArrowLeft'], right: ['ArrowRight'] },
  },
  /** In the Microscope's network. */
  network: {
    pan: {
      left: ['Shift+ArrowLeft'],
      right: ['Shift+ArrowRight'],
      up: ['Shift+ArrowUp'],
      down: ['Shift+ArrowDown'],
    },
  },
  /** In a figure that fills the window. */
  figure: { shrink: { shrink: ['Escape'] } },
} as const satisfies Record<string, Record<string, Record<string, readonly string[]>>>

export type ShortcutScope = keyof typeof shortcuts
type Rows<S extends ShortcutScope> = (typeof shortcuts)[S]
export type ShortcutAction<S extends ShortcutScope> = {
  [R in keyof Rows<S>]: keyof Rows<S>[R]
}[keyof Rows<S>] &
  string

/** Keys of all actions of a scope. */
function keysOf(scope: ShortcutScope): ReadonlyMap<string, readonly string[]> {
  const rows: readonly Record<string, readonly string[]>[] = Object.values(shortcuts[scope])
  return new Map(rows.flatMap((row) => Object.entries(row)))
}

/** What each key does, of what each action does; an action that is left out leaves its keys to the page. */
export function byKey<S extends ShortcutScope, F>(
  scope: S,
  actions: Readonly<Partial<Record<ShortcutAction<S>, F>>>,
): Readonly<Record<string, F>> {
  const keys = keysOf(scope)
  return Object.fromEntries(
    Object.entries<F>(actions as Record<string, F>).flatMap(([action, does]) =>
      keys.get(action)!.map((key) => [key, does]),
    ),
  )
}
