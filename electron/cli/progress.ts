import type { RunListener } from '../runs/run'
import { duration, short } from './numbers'
import type { Io } from './io'

const INTERVAL_MS = 100
const CLEAR = '\r\u001b[K'

/** The bar takes what is left beside the figures, within these bounds; where that is less there is none. */
const FIGURES_WIDTH = 60
const BAR_WIDTH = { least: 8, most: 28 }

export interface ProgressFigures {
  readonly update: number
  readonly updates: number
  readonly loss: number
  readonly msPerUpdate: number
}

function bar(share: number, columns: number): string {
  const width = Math.min(BAR_WIDTH.most, columns - FIGURES_WIDTH)
  if (width < BAR_WIDTH.least) return ''
  const filled = Math.round(width * share)
  return `${'#'.repeat(filled)}${'.'.repeat(width - filled)}  `
}

/** As many of the parts as find room in less than `columns`, in their order; none is cut. */
export function partsWithin(parts: readonly string[], columns: number): string {
  const shown = [...parts]
  while (shown.length > 0 && shown.join('  ').length >= columns) shown.pop()
  return shown.join('  ')
}

/**
 * The bar's line, narrower than `columns`: a line that wraps is not taken away by the next. Figures that find
 * no room are left out, the last first; none is cut.
 */
export function progressLine(figures: ProgressFigures, secondsLeft: number, columns: number): string {
  const { update, updates, loss, msPerUpdate } = figures
  const parts = [
    `${update}/${updates}`,
    `loss ${short(loss)}`,
    `${duration(secondsLeft)} left`,
    `${short(msPerUpdate)} ms/update`,
  ]
  const start = bar(update / updates, columns)
  return start + partsWithin(parts, columns - start.length)
}

/** Shows how far a run is: a bar on a terminal, which goes with its end; a line every tenth elsewhere. */
export function createProgress({ terminal, writeError }: Io, now: () => number): RunListener {
  const started = now()
  let lastShown = -Infinity
  let lastTenth = 0

  function showBar(screen: NonNullable<Io['terminal']>, figures: ProgressFigures): void {
    if (now() - lastShown < INTERVAL_MS) return
    lastShown = now()
    const perUpdate = (lastShown - started) / Math.max(1, figures.update)
    const left = ((figures.updates - figures.update) * perUpdate) / 1000
    screen.write(CLEAR + progressLine(figures, left, screen.columns || 80))
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
