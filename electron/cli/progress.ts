import { duration, short } from './numbers'
import type { Io } from './io'

const BAR_WIDTH = 28
const INTERVAL_MS = 100
const CLEAR = '\r\u001b[K'

export interface ProgressFigures {
  readonly update: number
  readonly updates: number
  readonly loss: number
  readonly msPerUpdate: number
}

/** Shows how far a run is: a bar on a terminal, a line every tenth elsewhere. */
export interface Progress {
  show(figures: ProgressFigures): void
  /** Takes the bar away. */
  clear(): void
}

/** The bar's line, no wider than `columns`. */
export function progressLine(figures: ProgressFigures, secondsLeft: number, columns: number): string {
  const { update, updates, loss, msPerUpdate } = figures
  const filled = Math.round((BAR_WIDTH * update) / updates)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  const rest = [`loss ${short(loss)}`, `${short(msPerUpdate)} ms/update`, `${duration(secondsLeft)} left`]
  return `${bar}  ${update}/${updates}  ${rest.join('  ')}`.slice(0, Math.max(0, columns - 1))
}

export function createProgress({ terminal, complain }: Io, now: () => number): Progress {
  const started = now()
  let lastShown = -Infinity
  let lastTenth = 0

  function showBar(bar: NonNullable<Io['terminal']>, figures: ProgressFigures): void {
    if (now() - lastShown < INTERVAL_MS) return
    lastShown = now()
    const perUpdate = (lastShown - started) / Math.max(1, figures.update)
    const left = ((figures.updates - figures.update) * perUpdate) / 1000
    bar.write(CLEAR + progressLine(figures, left, bar.columns || 80))
  }

  function showTenths(figures: ProgressFigures): void {
    const tenth = Math.floor((10 * figures.update) / figures.updates)
    if (tenth === lastTenth) return
    lastTenth = tenth
    complain(`update ${figures.update}/${figures.updates}  loss ${short(figures.loss)}`)
  }

  return {
    show: (figures) => (terminal ? showBar(terminal, figures) : showTenths(figures)),
    clear: () => void terminal?.write(CLEAR),
  }
}
