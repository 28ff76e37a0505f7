import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observation } from '../../core/contract/observation'
import type { RunState } from '../../core/contract/run'
import { numParametersOf } from '../../core/experiment/modelMemory'
import { bindTask } from '../../core/tasks/bind'
import type { RestingRun } from '../runs/runCatalog'
import type { RunPast } from '../runs/startRun'
import { folderOf, runsIn } from './catalog'
import { openDiagnostics } from './diagnosticsFile'
import { createFileLog } from './fileLog'
import { EVENTS, LOG, namesIn } from './files'
import { heldBy, holderOf } from './lock'
import type { RunStorageOptions } from './runStorage'
import { keepIn } from './runStorage'
import type { StoredRun } from './runFolder'
import { openRunFolder } from './runFolder'
import { StoreError } from './storeError'

/** So many of the newest updates say how long one takes. */
const TIMES = 101

/** A run that lies in a folder and that nobody trains, as a catalog takes it in. */
export async function restingRunOf(
  stored: StoredRun,
  options: Pick<RunStorageOptions, 'tell' | 'pace'>,
): Promise<RestingRun> {
  const { folder, run, experiment, log } = stored
  return {
    runId: run.id,
    start: {
      experiment,
      speed: null,
      paused: true,
      views: [],
      ...(run.parent ? { parent: run.parent } : {}),
    },
    past: pastOf(stored, await observationsOf(stored, options.tell)),
    keeping: keepIn(folder, createFileLog(join(folder, LOG), log.ends, log.first), options, null),
  }
}

/** What was recorded of it; of what cannot be read the rest. */
async function observationsOf(
  { folder, log }: StoredRun,
  tell: RunStorageOptions['tell'],
): Promise<readonly Observation[]> {
  try {
    const { observations, problem } = await openDiagnostics(folder)
    if (problem !== null) tell(problem)
    return observations.filter(({ update }) => update < log.length)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    tell(error.message)
    return []
  }
}

function pastOf(stored: StoredRun, observations: readonly Observation[]): RunPast {
  const { experiment, events, log } = stored
  const { gradNorm, gradNormClipped, ms } = log.columns
  let numClipped = 0
  for (let i = 0; i < ms.length; i++) if (gradNormClipped[i]! < gradNorm[i]!) numClipped++
  const times = [...ms.subarray(-TIMES)].sort((a, b) => a - b)
  return {
    state: stateOf(stored),
    tuningEvents: events
      .filter((event) => event.type === 'tuned' && event.update <= log.length)
      .map(({ type: _, ...event }) => event as RunPast['tuningEvents'][number]),
    baseline: bindTask(experiment.task).baseline,
    numParameters: numParametersOf(experiment),
    msPerUpdate: times[times.length >> 1] ?? null,
    clippedShare: ms.length > 0 ? numClipped / ms.length : 0,
    observations,
  }
}

/** How it stands at rest: what was interrupted waits to be gone on with. */
function stateOf({ status, log, events }: StoredRun): RunState {
  const update = log.length
  const last = events.findLast((event) => event.type === status && event.update === update)
  if (last?.type === 'diverged') return { status: 'diverged', update, divergence: last.divergence }
  if (last?.type === 'failed') {
    const error = { code: 'workerFailed' as const, message: last.message, problems: [] }
    return { status: 'failed', update, error }
  }
  if (last?.type === 'done') return { status: 'done', update, reason: last.reason }
  if (status === 'done') return { status: 'done', update, reason: 'updates' }
  return { status: status === 'stopped' ? 'stopped' : 'paused', update }
}

/**
 * Opens a run of a data folder, by its id.
 * @throws {StoreError} if there is none, it cannot be opened, or another process trains it.
 */
export async function openKeptRun(
  data: string,
  runId: string,
  options: Pick<RunStorageOptions, 'tell' | 'pace'>,
): Promise<RestingRun> {
  const stored = await openRunFolder(await folderOf(data, runId))
  const holder = stored.status === 'running' ? await holderOf(stored.folder) : null
  if (holder && holder.pid !== process.pid) throw heldBy(stored.folder, holder)
  // A folder that was copied by hand has the id that it has in the list.
  return { ...(await restingRunOf(stored, options)), runId }
}

/** The runs that were paused by the closing of the app, and go on when it is started again; oldest first. */
export async function runsToGoOn(data: string): Promise<string[]> {
  const ids: string[] = []
  for (const id of (await namesIn(runsIn(data))).sort()) {
    const text = await readFile(join(runsIn(data), id, EVENTS), 'utf8').catch(() => '')
    const last = text.trimEnd().split('\n').at(-1) ?? ''
    if (last.includes('"paused"') && last.includes('"closing"')) ids.push(id)
  }
  return ids
}
