import type { CellName } from '../../core/kinds/cells'
import { numParametersOf } from '../../core/experiment/modelMemory'
import { logColumnNames } from './arrowLog'
import type { LogFigures } from './logFigures'
import { addUpdates, noFigures } from './logFigures'
import type { RunDocuments } from './runDocuments'
import type { StoredRun, StoredStatus } from './runFolder'

/** What a list of runs says of one. */
export interface StoredSummary {
  readonly id: string
  readonly folder: string
  readonly name: string
  readonly status: StoredStatus
  readonly task: string
  readonly cell: CellName
  readonly numParameters: number
  readonly seed: number
  /** Updates made, and those that it is to make. */
  readonly updates: number
  readonly totalUpdates: number
  /** NaN before the first update. */
  readonly lastLoss: number
  /** The lowest loss of any update; NaN where none is finite. */
  readonly bestLoss: number
  /** Time spent in updates. */
  readonly seconds: number
  readonly created: string
}

/** Of a run that was read whole. */
export function summaryOf(stored: StoredRun): StoredSummary {
  const { first, columns } = stored.log
  const figures = addUpdates({ ...noFigures, updates: first }, columns, 0)
  return { id: stored.run.id, ...summaryFrom(stored, figures, stored.status) }
}

/** Of a run of which only the figures of its log are known. */
export function summaryFrom(
  { folder, run, experiment, notes }: Pick<RunDocuments, 'folder' | 'run' | 'experiment' | 'notes'>,
  { updates, lastLoss, bestLoss, ms }: LogFigures,
  status: StoredStatus,
): Omit<StoredSummary, 'id'> {
  return {
    ...{ folder, name: notes.name, status },
    ...{ task: experiment.task.name, cell: experiment.model.cell },
    ...{ numParameters: numParametersOf(experiment), seed: experiment.train.seed },
    ...{ updates, totalUpdates: experiment.train.updates },
    ...{ lastLoss, bestLoss, seconds: ms / 1000, created: run.created },
  }
}

/** A number as text that reads back to the same bits. */
function exact(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Lines of text that are written together. */
const LINES = 10_000

/**
 * The log as CSV, in pieces: `update,loss,gradNorm,gradNormClipped,lr,ms`, numbers that read back to the same
 * bits, `NaN` and `Infinity` as pandas reads them.
 */
export function* csvOf({ log: { columns, first } }: StoredRun): Generator<string> {
  yield `update,${logColumnNames.join(',')}\n`
  const { length } = columns.loss
  for (let from = 0; from < length; from += LINES) {
    let text = ''
    for (let i = from; i < Math.min(length, from + LINES); i++) {
      text += `${first + i},${logColumnNames.map((name) => exact(columns[name][i]!)).join(',')}\n`
    }
    yield text
  }
}

/**
 * The run as one JSON document, in pieces: its experiment, its events, and a list of numbers a column of the
 * log, where null stands for what JSON does not have: NaN and infinity.
 */
export function* jsonOf({ run, experiment, notes, events, log, status }: StoredRun): Generator<string> {
  const head = JSON.stringify({ ...run, status, notes, experiment, events })
  yield `${head.slice(0, -1)},"log":{"update":[`
  const { length } = log.columns.loss
  yield* list(length, (i) => String(log.first + i))
  for (const name of logColumnNames) {
    yield `],"${name}":[`
    const column = log.columns[name]
    yield* list(length, (i) => (Number.isFinite(column[i]) ? exact(column[i]!) : 'null'))
  }
  yield ']}}\n'
}

function* list(length: number, textAt: (i: number) => string): Generator<string> {
  for (let from = 0; from < length; from += LINES) {
    const texts = Array.from({ length: Math.min(LINES, length - from) }, (_, i) => textAt(from + i))
    yield (from === 0 ? '' : ',') + texts.join(',')
  }
}
