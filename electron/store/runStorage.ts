import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, succeed } from '../../core/contract/result'
import type { Keeping, RunStorage } from '../runs/keeping'
import type { Run } from '../runs/run'
import { isEnded } from '../runs/runHost'
import type { Checkpoint } from '../worker/messages'
import { logHeader } from './arrowLog'
import { newRunId, runsIn } from './catalog'
import { createFileLog, type FileLog } from './fileLog'
import { CHECKPOINTS, LOG, namesIn, readBytes } from './files'
import type { Lock } from './lock'
import type { Recorder, RecorderOptions } from './recorder'
import { createRecorder } from './recorder'
import { cutRun, holdRun } from './resume'
import { checkpointPath, createRunFolder } from './runFolder'
import { StoreError } from './storeError'

/** The most that a thread is given of a run's checkpoints, besides the newest: it keeps no more of them. */
const MOST_CHECKPOINT_BYTES = 64 * 2 ** 20

export interface RunStorageOptions {
  /** The data folder. */
  readonly data: string
  /** Of the app. */
  readonly version: string
  /** Hears of what cannot be written, and when it can be again. */
  tell(message: string): void
  /** @default that of `createRecorder` */
  readonly pace?: RecorderOptions['pace']
}

/** Keeps every run that is started in a folder of its own, in `<data>/runs`. */
export function createRunStorage(options: RunStorageOptions): RunStorage {
  const { data, version } = options
  return {
    create({ experiment, parent, checkpoints }) {
      const runId = newRunId(new Date(), randomUUID())
      const folder = join(runsIn(data), runId)
      const make = async (): Promise<Lock> => {
        await mkdir(runsIn(data), { recursive: true })
        const [checkpoint] = checkpoints ?? []
        const branch = parent && checkpoint ? { branch: { parent, checkpoint } } : {}
        return createRunFolder(folder, { id: runId, experiment, version, ...branch })
      }
      return {
        runId,
        keeping: keepIn(folder, createFileLog(join(folder, LOG), [], parent?.update), options, make),
      }
    },
  }
}

/** Keeps a run in its folder, which `make` makes where the run begins now. */
export function keepIn(
  folder: string,
  log: FileLog,
  { tell, pace }: Pick<RunStorageOptions, 'tell' | 'pace'>,
  make: (() => Promise<Lock>) | null,
): Keeping {
  /** Writes what happens while this process trains the run. */
  let recorder: Recorder | null = null
  let making: Promise<void> = Promise.resolve()
  /** Where its folder cannot be made, a run is trained all the same. */
  let isKept = true

  function record(run: Run, options: Omit<RecorderOptions, 'tell'>): void {
    recorder = createRecorder(folder, { ...options, tell, wrote: log.wrote, ...(pace ? { pace } : {}) })
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
        const { msPerUpdate, clippedShare } = run.summary()
        const columns = log.read(log.first, log.length)
        const figures = { msPerUpdate: msPerUpdate ?? NaN, clippedShare }
        recorder?.logged?.(run, { type: 'batch', firstUpdate: log.first, columns, ...figures })
      }
      for (const observation of run.diagnostics.after(0).observations) recorder?.observed?.(run, observation)
      if (isEnded(run.state)) recorder?.ended?.(run)
    } catch (error) {
      isKept = false
      tell(messageOf(error))
    }
  }

  return {
    log,
    get isKept() {
      return isKept
    },
    recorder: {
      started(run) {
        if (make) making = makeFolder(run)
      },
      logged: (run, batch) => recorder?.logged?.(run, batch),
      changed: (run) => recorder?.changed?.(run),
      observed: (run, observation) => recorder?.observed?.(run, observation),
      ended: (run) => recorder?.ended?.(run),
    },
    async cut(updates) {
      try {
        log.cutTo(await cutRun(folder, updates))
        return succeed(null)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return fail('inUse', error.message)
      }
    },
    async discard() {
      await making
      try {
        await recorder?.finished
        await rm(folder, { recursive: true, force: true })
      } catch (error) {
        tell(messageOf(error))
      }
    },
    async hold(run) {
      await making
      if (!isKept || recorder) return succeed(null)
      try {
        const { state, tuningEvents } = run.summary()
        record(run, await holdRun(folder, { update: state.update, tuningEvents: tuningEvents.length }))
        return succeed(null)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return fail('inUse', error.message)
      }
    },
    async release(run, by) {
      await making
      const [last] = [recorder]
      if (!isKept || !last) return isKept
      try {
        await (isEnded(run.state) ? last.finished : last.pause(run, by))
      } catch (error) {
        tell(messageOf(error))
      }
      recorder = null
      return true
    },
    checkpoints: () => readCheckpoints(folder),
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Checkpoints of a run, rising: the newest, and of those before it as many as are of use. */
async function readCheckpoints(folder: string): Promise<Checkpoint[]> {
  const updates = (await namesIn(join(folder, CHECKPOINTS)))
    .map((name) => Number(/^(\d{1,15})\.safetensors$/.exec(name)?.[1] ?? NaN))
    .filter((update) => update >= 0)
    .sort((a, b) => b - a)
  const read: Checkpoint[] = []
  let total = 0
  for (const update of updates) {
    // Without one that cannot be read, the updates behind the one before it are made again.
    const bytes = await readBytes(checkpointPath(folder, update)).catch(() => null)
    if (!bytes || (read.length > 0 && total + bytes.length > MOST_CHECKPOINT_BYTES)) continue
    total += bytes.length
    read.unshift({ update, bytes })
  }
  return read
}
