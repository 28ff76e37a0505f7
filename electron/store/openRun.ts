import { join } from 'node:path'
import type { Observation } from '../../core/contract/observation'
import { numParametersOf } from '../../core/experiment/modelMemory'
import { bindTask } from '../../core/tasks/bind'
import type { LogOverview } from '../runs/overview'
import { FAR_UPDATES, readOverview } from '../runs/overview'
import type { OpenedRun } from '../runs/runCatalog'
import { folderOf, runsIn } from './catalog'
import { openDiagnostics } from './diagnosticsFile'
import { createFileLog } from './fileLog'
import { EVENTS, LOG, namesIn, readText } from './files'
import { stampsOf } from './folderReader'
import { otherHolderOf } from './lockHolder'
import type { FolderOptions } from './runStorage'
import { keepIn } from './runStorage'
import type { ReadLog } from './arrowLog'
import { mapColumns } from './arrowLog'
import type { StoredRun } from './runFolder'
import { openRunFolder } from './runFolder'
import { createLogDigest, stateOf, tuningEventsIn } from './storedState'
import { StoreError } from './storeError'

/**
 * A run that lies in a folder, as a catalog takes it in.
 * @throws {StoreError} if it cannot be opened.
 */
export async function openRunIn(folder: string, options: FolderOptions): Promise<OpenedRun> {
  const trainedBy = await otherHolderOf(folder)
  const stamps = await stampsOf(folder)
  const stored = await openRunFolder(folder)
  const { run, experiment, events, log } = stored
  const { observations, observed } = await observationsOf(stored, options.tell)
  const digest = createLogDigest()
  digest.add(log.columns)
  // The updates themselves are not kept in memory.
  const known = { stamps, documents: { experiment, events }, digest, observed, trainedBy }
  return {
    runId: run.id,
    start: {
      experiment,
      speed: null,
      paused: true,
      views: [],
      ...(run.parent ? { parent: run.parent } : {}),
    },
    past: {
      ...{ trainedBy, observations },
      state: trainedBy ? { status: 'running', update: log.length } : stateOf(stored, log.length),
      tuningEvents: tuningEventsIn(stored.events, log.length),
      baseline: bindTask(experiment.task).baseline,
      numParameters: numParametersOf(experiment),
      msPerUpdate: digest.msPerUpdate,
      numClipped: digest.numClipped,
    },
    keeping: keepIn(folder, createFileLog(join(folder, LOG), log.ends, log.first, overviewOf(log)), options, {
      known,
    }),
  }
}

/** What a long log looks like: it is shown at once, and would be read again for it. */
function overviewOf({ first, length, columns }: ReadLog): LogOverview | null {
  if (length - first < FAR_UPDATES) return null
  const read = (from: number, count: number) =>
    mapColumns((name) => columns[name].subarray(from - first, from - first + count))
  return readOverview({ first, length, read })
}

/** What was recorded of it, and where that ends; of what cannot be read the rest. */
async function observationsOf(
  { folder, log, status }: StoredRun,
  tell: FolderOptions['tell'],
): Promise<{ readonly observations: readonly Observation[]; readonly observed: number }> {
  try {
    const { observations, position, problem } = await openDiagnostics(folder)
    // Of a run that is being trained the end is being written.
    if (problem !== null && status !== 'running') tell(problem)
    return { observations: observations.filter(({ update }) => update < log.length), observed: position }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    tell(error.reason)
    return { observations: [], observed: 0 }
  }
}

/**
 * Opens a run of a data folder, by its id.
 * @throws {StoreError} if there is none, or it cannot be opened.
 */
export async function openKeptRun(data: string, runId: string, options: FolderOptions): Promise<OpenedRun> {
  // A folder that was copied by hand has the id that it has in the list.
  return { ...(await openRunIn(await folderOf(data, runId), options)), runId }
}

/** The runs that were paused by the closing of the app, and go on when it is started again; oldest first. */
export async function runsToGoOn(data: string): Promise<string[]> {
  const ids: string[] = []
  for (const id of (await namesIn(runsIn(data))).sort()) {
    const text = (await readText(join(runsIn(data), id, EVENTS), Infinity)) ?? ''
    const last = text.trimEnd().split('\n').at(-1) ?? ''
    if (last.includes('"paused"') && last.includes('"closing"')) ids.push(id)
  }
  return ids
}
