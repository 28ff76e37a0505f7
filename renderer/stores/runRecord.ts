import { shallowReactive } from 'vue'
import type { Observation } from '../../core/contract/observation'
import type { Batch, Overview, RunSummary, Sample } from '../../core/contract/run'
import { columnNames } from '../../core/contract/run'
import type { CurveOverview, SeriesColumns } from '../charts/data/series'
import { appendBatch, cutColumns, emptyColumns, overviewOf } from '../charts/data/series'

/**
 * What the window knows of a run: of every run its summary, and the rest while the window is subscribed to
 * it.
 */
export interface RunRecord {
  readonly runId: string
  summary: RunSummary
  isSubscribed: boolean
  /** The curves. Not reactive, since they are long: `version` counts their changes. */
  columns: SeriesColumns
  /** What they look like, until they are here. */
  overview: CurveOverview | null
  /** Different after every change of any run's curves, so that a change from one run to another shows too. */
  version: number
  sample: Sample | null
  /**
   * The newest message about views, each null where it was not due: whoever collects them must take every
   * one.
   */
  observation: Observation | null
}

let numChanges = 0

/** Those of a branch begin where it does. */
const columnsOf = ({ parent }: RunSummary) => emptyColumns(parent?.update)

/** Shallow: its fields are reactive, what they hold is not. */
export function createRunRecord(summary: RunSummary): RunRecord {
  const { runId } = summary
  const columns = columnsOf(summary)
  const version = ++numChanges
  return shallowReactive({
    ...{ runId, summary, columns, version },
    ...{ isSubscribed: false, overview: null, sample: null, observation: null },
  })
}

/**
 * Takes a newer summary. The object of the experiment stays, for those who compute with it: it never changes.
 */
export function updateSummary(record: RunRecord, summary: RunSummary): void {
  record.summary = { ...summary, experiment: record.summary.experiment }
}

/** Forgets all but the summary, for a subscription that begins or ends. */
export function clearReceived(record: RunRecord): void {
  record.columns = columnsOf(record.summary)
  record.overview = null
  record.version = ++numChanges
  record.sample = null
  record.observation = null
}

/** Updates were taken back. What else was seen of the run stays until what is left of it is seen. */
export function cutCurves(record: RunRecord, length: number): void {
  record.columns = cutColumns(record.columns, length)
  record.overview = null
  record.version = ++numChanges
}

/**
 * Appends to the curves, which are not shown before `showCurves`. Returns false if updates are missing before
 * the batch, which then is not taken.
 */
export function takeBatch({ columns, summary }: RunRecord, batch: Batch): boolean {
  for (const name of columnNames) columns[name].reserve(summary.state.update)
  return appendBatch(columns, batch)
}

/** Shows what the curves look like until they are here. */
export function takeOverview(record: RunRecord, overview: Overview): void {
  record.overview = overviewOf(overview)
  record.version = ++numChanges
}

/** Whether more is shown of the curves than is here. */
export function isShownFromAfar({ overview, columns }: RunRecord): boolean {
  return overview !== null && columns.loss.length < overview.length
}

/** Shows what was appended to the curves. */
export function showCurves(record: RunRecord): void {
  record.overview = null
  record.version = ++numChanges
}

/** How many updates of a run the curves lack, as far as that is known. */
export function missingOf({ columns, summary }: RunRecord): number {
  return Math.max(0, summary.state.update - columns.loss.length)
}
