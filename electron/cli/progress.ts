import type { RunListener } from '../runs/run'
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

/** The bar's line, no wider than `columns`. */
export function progressLine(figures: ProgressFigures, secondsLeft: number, columns: number): string {
  const { update, updates, loss, msPerUpdate } = figures
  const filled = Math.round((BAR_WIDTH * update) / updates)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  const rest = [`loss ${short(loss)}`, `${short(msPerUpdate)} ms/update`, `${duration(secondsLeft)} left`]
  return `${bar}  ${update}/${updates}  ${rest.join('  ')}`.slice(0, Math.max(0, columns - 1))
}

/** Shows how far a run is: a bar on a terminal, which goes with its end; a line every tenth elsewhere. */
export function createProgress({ terminal, writeError }: Io, now: () => number): RunListener {
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
    writeError(`update ${figures.update}/${figures.updates}  loss ${short(figures.loss)}`)
  }

  return {
    logged({ experiment, state }, { columns, msPerUpdate }) {
      const { updates } = experiment.train
      const figures = { update: state.update, updates, loss: columns.loss.at(-1)!, msPerUpdate }
      if (terminal) showBar(terminal, figures)
      else showTenths(figures)
    },
    ended: () => void terminal?.write(CLEAR),
  }
}
