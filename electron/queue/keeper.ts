import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { areEqualExperiments } from '../../core/sweep/canonical'
import { showPath, showText } from '../../core/text/foreign'
import type { ImportOptions } from '../exchange/importFile'
import { importRunFolder, importRunZip } from '../exchange/importRun'
import { runsIn } from '../store/catalog'
import { isMissing, RUN } from '../store/files'
import type { StoredRun } from '../store/runFolder'
import { openRunFolder } from '../store/runFolder'
import { reasonFor, StoreError } from '../store/storeError'
import type { QueuedTrial } from '../sweep/trialQueue'
import type { TrialResult } from '../sweep/trialResult'
import { createLossFigures, storedResult } from '../sweep/trialResult'
import type { Parcels } from './parcels'
import type { Answer } from './protocol'
import { resultIn } from './protocol'
import { inTemporaryFolder } from './temporaryFolder'

/** Keeps the folders of trials that other machines have trained. */
export interface TrialKeeper {
  /** What the data folder has of a trial that has ended; null where it has not. */
  known(trial: QueuedTrial): Promise<TrialResult | null>
  /** Takes the folder of a trial in that a worker has ended. Tells of what is not taken. */
  take(trial: QueuedTrial, answer: Answer): Promise<void>
}

export interface KeeperOptions {
  /** The data folder, whose catalog takes trials in. */
  readonly data: string
  /** The data folder that workers train in, as it is called on this machine; null where there is none. */
  readonly shared: string | null
  /** Of the app. */
  readonly version: string
  readonly parcels: Parcels
  tell(why: Reason): void
}

/** Folders of other machines are foreign: they are checked as every import is, and against the trial. */
export function createKeeper({ data, shared, version, parcels, tell }: KeeperOptions): TrialKeeper {
  const folderOf = (id: string) => join(runsIn(data), id)

  async function stored({ id, experiment }: QueuedTrial): Promise<StoredRun | null> {
    const folder = folderOf(id)
    if (await isMissing(join(folder, RUN))) return null
    const found = await openRunFolder(folder)
    if (areEqualExperiments(found.experiment, experiment)) return found
    throw new StoreError(reason('otherExperiment', { path: showPath(folder) }))
  }

  /** Refuses a folder that is not that of the trial, or not what the worker has told of it. */
  function accept({ id, experiment }: QueuedTrial, answer: Answer, found: StoredRun): void {
    if (found.run.id !== id) {
      throw new StoreError(reason('otherId', { id: showText(found.run.id), expected: id }))
    }
    if (!areEqualExperiments(found.experiment, experiment)) throw new StoreError(reason('otherRun', { id }))
    const told = resultIn(answer)
    const figures = createLossFigures()
    figures.take(found.log.columns.loss)
    const isSame = (['update', 'loss', 'smoothedLoss'] as const).every((name) =>
      Object.is(figures[name], told[name]),
    )
    if (!isSame) throw new StoreError(reason('otherLosses', { id }))
  }

  async function takeParcel(options: ImportOptions, { delivery }: Answer): Promise<void> {
    if (delivery.by !== 'parcel') return
    const { parcel } = delivery
    await inTemporaryFolder(async (folder) => {
      const zip = join(folder, 'run.zip')
      await pipeline(parcels.get(parcel), createWriteStream(zip, { flags: 'wx' }))
      await importRunZip(zip, options)
    })
  }

  return {
    async known(trial) {
      const found = await stored(trial)
      if (!found) return null
      const figures = createLossFigures()
      figures.take(found.log.columns.loss)
      return storedResult(found.status, found.events, figures)
    },
    async take(trial, answer) {
      const { id } = trial
      const { delivery, worker } = answer
      const options: ImportOptions = {
        ...{ data, version, tell, replaces: true },
        accept: (found) => accept(trial, answer, found),
      }
      try {
        if (delivery.by === 'nothing') {
          tell(reason('notDelivered', { id, why: reason('words', { text: showText(delivery.why, 500) }) }))
        } else if (delivery.by === 'parcel') await takeParcel(options, answer)
        else if (shared === null) tell(reason('notShared', { id, worker: showText(worker) }))
        else await importRunFolder(join(runsIn(shared), id), options)
      } catch (error) {
        tell(reason('notDelivered', { id, why: reasonFor(error) }))
      }
    },
  }
}
