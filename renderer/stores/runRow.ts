import type { Reason } from '../../core/contract/reasons'
import type { Failure } from '../../core/contract/result'
import type { KeptEntry, KeptRun } from '../../core/contract/kept'
import type { RunState, RunSummary } from '../../core/contract/run'
import { settingsOf } from '../../core/sweep/settings'
import type { CellName } from '../../core/kinds/cells'

/** How a run stands, as a table says it. Those that go on come first. */
export const rowStatuses = [
  'training',
  'elsewhere',
  'building',
  'queued',
  'paused',
  'interrupted',
  'done',
  'stopped',
  'diverged',
  'failed',
  'unreadable',
] as const
export type RowStatus = (typeof rowStatuses)[number]

/** A run of the table. What is not known of it is NaN, empty or null. */
export interface RunRow {
  readonly runId: string
  readonly name: string
  readonly status: RowStatus
  /** How many wait for their turn before it. */
  readonly place: number | null
  readonly task: string
  readonly cell: CellName | null
  readonly seed: number
  readonly numParameters: number
  readonly updates: number
  readonly totalUpdates: number
  readonly lastLoss: number
  readonly bestLoss: number
  readonly smoothedLoss: number
  /** Updates until the task counted as solved; null where it does not. */
  readonly solvedAfter: number | null
  readonly seconds: number
  /** ISO 8601, in UTC. */
  readonly created: string
  readonly written: string
  readonly folder: string
  readonly parent: KeptRun['parent']
  readonly group: KeptRun['group']
  /** By path, those that differ from the defaults. */
  readonly settings: KeptRun['settings']
  readonly color: KeptRun['color']
  readonly tags: readonly string[]
  readonly note: string
  readonly isArchived: boolean
  /** What its folder takes on the disk. */
  readonly bytes: number
  /** What is wrong with its folder, or why it failed. */
  readonly problems: readonly Reason[]
  /** Why it failed, where the window knows. */
  readonly failure: Failure | null
  /** Whether it lies in the data folder. */
  readonly isKept: boolean
}

const nothing: Omit<RunRow, 'runId' | 'status'> = {
  ...{ name: '', place: null, task: '', cell: null, seed: NaN, numParameters: NaN },
  ...{ updates: NaN, totalUpdates: NaN, lastLoss: NaN, bestLoss: NaN, seconds: NaN },
  ...{ smoothedLoss: NaN, solvedAfter: null, bytes: NaN, settings: {}, group: null },
  ...{ color: null, tags: [], note: '', isArchived: false },
  ...{ created: '', written: '', folder: '', parent: null, problems: [], failure: null, isKept: false },
}

function ofEntry(entry: KeptEntry): RunRow {
  const { runId, folder } = entry
  if ('problem' in entry) {
    return { ...nothing, runId, folder, status: 'unreadable', problems: [entry.problem], isKept: true }
  }
  const going = entry.isElsewhere ? 'elsewhere' : 'training'
  return {
    ...entry,
    status: entry.status === 'running' ? going : entry.status,
    place: null,
    failure: null,
    isKept: true,
  }
}

function statusOf({ status }: RunState, isElsewhere: boolean): RowStatus {
  if (status !== 'running') return status
  return isElsewhere ? 'elsewhere' : 'training'
}

/** A run that the window holds is newer there than in its folder. */
function withLive(row: RunRow, { state, experiment, trainedBy, numParameters }: RunSummary): RunRow {
  const isMoving = state.status === 'running'
  return {
    ...row,
    status: statusOf(state, trainedBy !== null),
    place: state.status === 'queued' ? state.place : null,
    task: experiment.task.name,
    cell: experiment.model.cell,
    seed: experiment.train.seed,
    settings: row.isKept ? row.settings : settingsOf(experiment),
    // It is 0 until its network is built.
    numParameters: numParameters || row.numParameters,
    // While it trains, whichever has been written later has more of them.
    updates: isMoving && row.updates > state.update ? row.updates : state.update,
    totalUpdates: experiment.train.updates,
    failure: state.status === 'failed' ? state.error : null,
  }
}

/** One row of what is known of a run: by its folder, by the window that holds it, or by both. */
export function runRow(runId: string, entry?: KeptEntry, live?: RunSummary): RunRow {
  const row = entry ? ofEntry(entry) : { ...nothing, runId, status: 'building' as const }
  return live ? withLive(row, live) : row
}

/** Whether it makes updates now. */
export const isTraining = ({ status }: RunRow): boolean =>
  status === 'training' || status === 'elsewhere' || status === 'building'

const ENDED: readonly RowStatus[] = ['done', 'stopped', 'diverged', 'failed']
/** Whether it makes no more updates, unless somebody wants it to. */
export const isEnded = ({ status }: RunRow): boolean => ENDED.includes(status)
