import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { lstat, mkdir, realpath, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { areEqualExperiments } from '../../core/sweep/canonical'
import { showPath } from '../../core/text/foreign'
import { logHeader } from '../store/arrowLog'
import { linkRun, runsIn } from '../store/catalog'
import { isMissing, fileReason, RUN } from '../store/files'
import { heldBy } from '../store/lock'
import { holderOf } from '../store/lockHolder'
import type { RecorderOptions } from '../store/recorder'
import { createRecorder } from '../store/recorder'
import { resumeRun } from '../store/resume'
import type { StoredRun } from '../store/runFolder'
import { createRunFolder, openRunFolder } from '../store/runFolder'
import { reasonFor, StoreError } from '../store/storeError'
import type { Spawn, TrialStart } from './trainRun'
import { trainRun } from './trainRun'
import type { QueuedTrial } from './trialQueue'
import { createLossFigures, storedResult } from './trialResult'
import type { ReadyTrial, TrialTrainer } from './trialTrainer'

/** Where trials are kept, each as a run in a folder by its id. */
export interface TrialPlace {
  /** The data folder, whose catalog lists them. */
  readonly data: string
  /** Another folder that they lie in. @default the catalog's own */
  readonly out?: string
  /** Of the app. */
  readonly version: string
  /** Hears of what is damaged, and of what cannot be written and when it can be again. */
  tell(why: Reason): void
  /** @default that of `createRecorder` */
  readonly pace?: RecorderOptions['pace']
}

/**
 * Trains trials and keeps them as runs. What lies in the folder of a trial is taken as it is where it has
 * ended, and gone on with where it has not.
 */
export function createKeptTrials(spawn: Spawn, place: TrialPlace): TrialTrainer {
  const { data, out, version, tell, pace } = place
  const folderOf = (id: string) => resolve(join(out ?? runsIn(data), id))

  function ready(
    { id, experiment }: QueuedTrial,
    folder: string,
    recording: Omit<RecorderOptions, 'tell'>,
    start: Pick<TrialStart, 'update' | 'figures' | 'checkpoints' | 'tuningEvents'>,
    discard: () => Promise<void>,
  ): ReadyTrial {
    return {
      update: start.update,
      begin(progressed) {
        const recorder = createRecorder(folder, { ...recording, tell, ...(pace ? { pace } : {}) })
        return trainRun({ ...start, id, experiment, recorder }, spawn, progressed)
      },
      discard,
    }
  }

  async function made(trial: QueuedTrial, folder: string): Promise<ReadyTrial> {
    const { id, experiment, group } = trial
    await makeParent(folder)
    const lock = await createRunFolder(folder, { id, experiment, version, group })
    if (out !== undefined) await enter(id, folder)
    const log = { updates: 0, bytes: logHeader().length }
    return ready(
      trial,
      folder,
      { lock, log, eventBytes: 0, checkpoints: [], tuningEvents: 0 },
      { update: 0, figures: createLossFigures() },
      async () => {
        if (out !== undefined) await leave(id, folder)
        await rm(folder, { recursive: true, force: true })
      },
    )
  }

  /** Lists a trial that lies elsewhere; it is kept all the same where the catalog cannot be written. */
  async function enter(id: string, folder: string): Promise<void> {
    const isListed = await lstat(join(runsIn(data), id)).then(
      () => true,
      () => false,
    )
    if (!isListed) await linkRun(data, id, folder).catch((error: unknown) => tell(reasonFor(error)))
  }

  async function leave(id: string, folder: string): Promise<void> {
    const link = join(runsIn(data), id)
    const listed = await realpath(link).catch(() => null)
    if (listed === (await realpath(folder).catch(() => folder))) await rm(link, { force: true })
  }

  async function found(trial: QueuedTrial, folder: string) {
    const stored = await openRunFolder(folder)
    if (!areEqualExperiments(stored.experiment, trial.experiment)) {
      throw new StoreError(reason('otherExperiment', { path: showPath(folder) }))
    }
    const holder = await holderOf(folder)
    if (holder) throw heldBy(folder, holder)
    const result = resultIn(stored)
    if (result) return { result }
    const { problems, update, checkpoint, tuningEvents, recording } = await resumeRun(folder)
    for (const problem of problems) tell(problem)
    const figures = createLossFigures()
    figures.take(stored.log.columns.loss.subarray(0, update))
    const start = { update, figures, tuningEvents, ...(checkpoint ? { checkpoints: [checkpoint] } : {}) }
    return ready(trial, folder, recording, start, () => recording.lock.release())
  }

  return {
    async prepare(trial) {
      const folder = folderOf(trial.id)
      return (await isMissing(join(folder, RUN))) ? made(trial, folder) : found(trial, await realpath(folder))
    },
  }
}

function resultIn({ status, events, log }: StoredRun) {
  const figures = createLossFigures()
  if (status === 'done' || status === 'diverged') figures.take(log.columns.loss)
  return storedResult(status, events, figures)
}

async function makeParent(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true })
  } catch (error) {
    throw new StoreError(
      reason('cannotMakeFolder', { path: showPath(dirname(folder)), why: fileReason(error) }),
    )
  }
}
