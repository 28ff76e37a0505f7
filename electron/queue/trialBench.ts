import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Reason } from '../../core/contract/reasons'
import { describeReason, reason } from '../../core/contract/reasons'
import { memoryNeed } from '../../core/experiment/memory'
import { areEqualExperiments } from '../../core/sweep/canonical'
import { importRunZip } from '../exchange/importRun'
import { filesOf } from '../exchange/zip'
import { writeZip } from '../exchange/writeZip'
import { runsIn } from '../store/catalog'
import { isMissing, RUN } from '../store/files'
import { openRunFolder } from '../store/runFolder'
import { reasonFor, StoreError } from '../store/storeError'
import { createKeptTrials } from '../sweep/keptTrials'
import type { Spawn } from '../sweep/trainRun'
import { threadsOfTrial } from '../sweep/trainRun'
import type { QueuedTrial } from '../sweep/trialQueue'
import type { TrialResult } from '../sweep/trialResult'
import type { Training, TrialTrainer } from '../sweep/trialTrainer'
import type { Parcel, Parcels } from './parcels'
import type { Answer, Delivery, TrialJob } from './protocol'
import { answerOf } from './protocol'
import type { Amount } from './room'
import { createRoom } from './room'
import { readJob } from './trialJob'
import { inTemporaryFolder } from './temporaryFolder'

/** So often it is looked whether a run is free that another process holds. */
const FREE_MS = 1000
/** The lock of a process of another machine that is gone is respected for a minute. */
const PATIENCE_MS = 90_000

/** A trial that trains on this machine. */
export interface UnderWay {
  /** Updates made by now, and the loss smoothed over them; NaN where it is not known yet. */
  readonly update: number
  readonly smoothedLoss: number
  readonly result: Promise<TrialResult>
  stop(by: string): void
  /** Sends its folder on its way, and says so. */
  deliver(result: TrialResult, worker: string): Promise<Answer>
  /** Gives back what it took of the machine. */
  clear(): Promise<void>
}

/** Trains trials of a queue in folders of this machine. */
export interface TrialBench {
  /** @throws {StoreError} if it is no trial, or cannot be trained here. */
  begin(id: string, document: unknown): Promise<{ readonly trial: QueuedTrial; readonly underWay: UnderWay }>
}

export interface TrialBenchOptions {
  readonly spawn: Spawn
  /** Version of app and arithmetic. */
  readonly version: string
  readonly parcels: Parcels
  /** What the trials may take together. */
  readonly most: Amount
  /** A data folder that other machines see as well; null where there is none. */
  readonly shared: string | null
  /** A folder of its own. */
  readonly own: string
  tell(why: Reason): void
}

export function createTrialBench(options: TrialBenchOptions): TrialBench {
  const { spawn, version, parcels, most, shared, own, tell } = options
  const data = shared ?? own
  const room = createRoom(most)
  const trainer = createKeptTrials(spawn, { data, version, tell })
  const folderOf = (id: string) => join(runsIn(data), id)

  /** What a worker before this one, or an earlier sweep, has sent of it. */
  async function takeIn({ id, experiment }: TrialJob, from: Parcel): Promise<void> {
    if (!(await isMissing(join(folderOf(id), RUN)))) return
    await inTemporaryFolder(async (folder) => {
      const zip = join(folder, 'run.zip')
      await pipeline(parcels.get(from), createWriteStream(zip, { flags: 'wx' }))
      await importRunZip(zip, {
        ...{ data, version, tell },
        accept({ run, experiment: found }) {
          if (run.id === id && areEqualExperiments(found, experiment)) return
          throw new StoreError(reason('otherRun', { id }))
        },
      })
      // A run that cannot be gone on with begins anew: to the same bits.
    }).catch((error: unknown) => tell(reason('notDelivered', { id, why: reasonFor(error) })))
  }

  async function deliver(id: string): Promise<Delivery> {
    if (shared !== null) return { by: 'shared' }
    try {
      const stored = await openRunFolder(folderOf(id))
      const names = await filesOf(stored)
      const entries = names.map((name) => ({
        name: `${id}/${name}`,
        open: () => createReadStream(join(stored.folder, name)),
      }))
      return { by: 'parcel', parcel: await parcels.put(writeZip(entries, new Date(stored.run.created))) }
    } catch (error) {
      return { by: 'nothing', why: describeReason(reasonFor(error)).slice(0, 1000) }
    }
  }

  async function begin(job: TrialJob, giveBack: () => void) {
    const trial: QueuedTrial = { id: job.id, experiment: job.experiment, group: job.group }
    if (job.from) await takeIn(job, job.from)
    const ready = await whenFree(trainer, trial)
    let made = ready.result ? ready.result.update : ready.update
    let smoothedLoss = NaN
    const training: Pick<Training, 'result' | 'stop'> = ready.result
      ? { result: Promise.resolve(ready.result), stop: () => undefined }
      : ready.begin((update, loss) => ([made, smoothedLoss] = [update, loss]))
    const underWay: UnderWay = {
      get update() {
        return made
      },
      get smoothedLoss() {
        return smoothedLoss
      },
      result: training.result,
      stop: (by) => training.stop(by),
      deliver: async (result, worker) => answerOf(result, worker, await deliver(trial.id)),
      async clear() {
        giveBack()
        if (shared === null) await rm(folderOf(trial.id), { recursive: true, force: true })
      },
    }
    return { trial, underWay }
  }

  return {
    async begin(id, document) {
      const job = await readJob(id, document, { engine: version, parcels, folder: own })
      const { experiment } = job
      const giveBack = await room.take({
        threads: threadsOfTrial(experiment),
        memory: memoryNeed(experiment).total,
      })
      return begin(job, giveBack).catch((error: unknown) => {
        giveBack()
        throw error
      })
    },
  }
}

/** Waits for a worker that has been taken for gone, and still trains the trial or has left its lock. */
async function whenFree(trainer: TrialTrainer, trial: QueuedTrial) {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await trainer.prepare(trial)
    } catch (error) {
      const isHeld = error instanceof StoreError && error.code === 'inUse'
      if (!isHeld || performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, FREE_MS))
    }
  }
}
