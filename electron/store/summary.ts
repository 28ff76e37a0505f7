import type { CellName } from '../../core/kinds/cells'
import { numParametersOf } from '../../core/experiment/modelMemory'
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
