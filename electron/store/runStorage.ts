import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { Observation } from '../../core/contract/observation'
import type { Process } from '../../core/contract/run'
import type { Keeping, RunStorage } from '../runs/keeping'
import type { Run } from '../runs/run'
import { isEnded } from '../runs/runHost'
import { logHeader } from './arrowLog'
import { newRunId, runsIn } from './catalog'
import { createFileLog, type FileLog } from './fileLog'
import { LOG } from './files'
import { keepObservation } from './keepObservation'
import type { KnownFolder } from './folderReader'
import { createFolderReader } from './folderReader'
import type { Lock } from './lock'
import type { Recorder, RecorderOptions } from './recorder'
import { createRecorder } from './recorder'
import { cutRun, holdRun } from './resume'
import { createRunFolder } from './runFolder'
import type { LossOf } from './ownCheckpoint'
import { readCheckpoints, readNewest } from './savedCheckpoints'
import { reasonFor, StoreError } from './storeError'

export interface RunStorageOptions {
  /** The data folder. */
  readonly data: string
  /** Of the app. */
  readonly version: string
  /** Hears of what cannot be written or read. */
  tell(why: Reason): void
  /** Hears that what could not be written can be again. @default `tell` hears of it */
  recovered?(trouble: Reason): void
  /** @default that of `createRecorder` */
  readonly pace?: RecorderOptions['pace']
}

/** Keeps every run that is started in a folder of its own, in `<data>/runs`. */
export function createRunStorage(options: RunStorageOptions): RunStorage {
  const { data, version } = options
  return {
    create({ runId = newRunId(new Date(), randomUUID()), group, ...start }) {
      const { experiment, kept = experiment, parent, checkpoints } = start
      const folder = join(runsIn(data), runId)
      const make = async (): Promise<Lock> => {
        await mkdir(runsIn(data), { recursive: true })
        const [checkpoint] = checkpoints ?? []
        const branch = parent && checkpoint ? { branch: { parent, checkpoint } } : {}
        return createRunFolder(folder, {
          id: runId,
          experiment: kept,
          version,
          ...branch,
          ...(group ? { group } : {}),
        })
      }
      return {
        runId,
        keeping: keepIn(folder, createFileLog(join(folder, LOG), [], parent?.update), options, { make }),
      }
    },
  }
}

/** Who hears of a run's folder, and how often it is written. */
export type FolderOptions = Pick<RunStorageOptions, 'tell' | 'recovered' | 'pace'>

/** How a run's folder comes to be: it is made now, or something is known of it. */
export type FolderOrigin =
  | { readonly make: () => Promise<Lock> }
  | { readonly known: KnownFolder & { readonly trainedBy: Process | null } }

/** Keeps a run in its folder. */
export function keepIn(
  folder: string,
  log: FileLog,
  { tell, recovered, pace }: FolderOptions,
  origin: FolderOrigin,
): Keeping {
  const make = 'make' in origin ? origin.make : null
  const lossOf: LossOf = (update) =>
    update >= log.first && update < log.length ? (log.read(update, 1).loss[0] ?? null) : null
  const reader = createFolderReader(folder, log, tell, 'known' in origin ? origin.known : null)
  /** Writes what happens while this process trains the run. */
  let recorder: Recorder | null = null
  let making: Promise<void> = Promise.resolve()
  let isMade = make === null
  /** Where its folder cannot be made, a run is trained all the same. */
  let isKept = true
  /** The folder is not read while it is taken over or cut. */
  let work: Promise<unknown> = Promise.resolve()

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = work.then(act)
    work = done.catch(() => undefined)
    return done
  }

  function record(run: Run, options: Omit<RecorderOptions, 'tell'>): void {
    const lock: Lock = {
      beat: options.lock.beat,
      async release() {
        await reader.settle()
        await options.lock.release()
      },
    }
    const given = { ...(recovered ? { recovered } : {}), ...(pace ? { pace } : {}) }
    recorder = createRecorder(folder, { ...options, ...given, lock, tell, wrote: log.wrote })
    recorder.started?.(run)
  }

  async function makeFolder(run: Run): Promise<void> {
    try {
      const lock = await make!()
      const begin = { updates: log.first, bytes: logHeader().length }
      record(run, { lock, log: begin, eventBytes: 0, checkpoints: [], tuningEvents: 0 })
      // What has happened meanwhile.
      recorder?.changed?.(run)
      if (log.length > log.first) {
        const msPerUpdate = run.summary().msPerUpdate ?? NaN
        const columns = log.read(log.first, log.length)
        recorder?.logged?.(run, { type: 'batch', firstUpdate: log.first, columns, msPerUpdate })
      }
      for (const observation of run.diagnostics.after(0).observations) recorder?.observed?.(run, observation)
      if (isEnded(run.state)) recorder?.ended?.(run)
    } catch (error) {
      isKept = false
      tell(reason('trainsUnkept', { why: reasonFor(error) }))
    } finally {
      isMade = true
    }
  }

  /** Keeps a text that a person has asked for of a run which trains no more, or rests. */
  async function keepAsked(observation: Observation): Promise<void> {
    if (!isKept || !isMade) return
    try {
      await inTurn(() => keepObservation(folder, observation, () => reader.settle()))
    } catch (error) {
      tell(reason('textUnkept', { why: reasonFor(error) }))
    }
  }

  return {
    log,
    get isKept() {
      return isKept
    },
    get trouble() {
      return recorder?.trouble ?? null
    },
    giveUp: () => recorder?.stopBy('the closing of the app'),
    recorder: {
      started(run) {
        if (make) making = makeFolder(run)
      },
      logged: (run, batch) => recorder?.logged?.(run, batch),
      changed: (run) => recorder?.changed?.(run),
      observed(run, observation) {
        if (recorder) recorder.observed?.(run, observation)
        else if (observation.written) void keepAsked(observation)
      },
      ended: (run) => recorder?.ended?.(run),
    },
    cut: (updates) =>
      inTurn(() =>
        refusing(async () => {
          log.cutTo(await cutRun(folder, updates))
          await reader.settle()
        }),
      ),
    async discard() {
      await making
      try {
        await recorder?.finished
        await rm(folder, { recursive: true, force: true })
      } catch (error) {
        tell(reasonFor(error))
      }
    },
    async hold(run) {
      await making
      return inTurn(() =>
        refusing(async () => {
          if (!isKept || recorder) return
          const { state, tuningEvents } = run.summary()
          record(run, await holdRun(folder, { update: state.update, tuningEvents: tuningEvents.length }))
        }),
      )
    },
    async release(run, by) {
      await making
      const [last] = [recorder]
      if (!isKept || !last) return isKept
      try {
        await (isEnded(run.state) ? last.finished : last.pause(run, by))
      } catch (error) {
        tell(reasonFor(error))
      }
      recorder = null
      return true
    },
    checkpoints: () => readCheckpoints(folder, lossOf),
    checkpointUpTo: (update) => readNewest(folder, lossOf, -1, update),
    newestCheckpoint: (after) => readNewest(folder, lossOf, after),
    look: () => inTurn(async () => (isKept && isMade && !recorder ? reader.look() : null)),
  }
}

/** Does something to a run's folder; where that cannot be done, the answer says why. */
async function refusing(act: () => Promise<void>): Promise<Result<null>> {
  try {
    await act()
    return succeed(null)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return fail('inUse', error.reason)
  }
}
