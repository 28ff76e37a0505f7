import { describeReason } from '../../core/contract/reasons'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import { createRunCatalog } from '../runs/runCatalog'
import type { Run } from '../runs/run'
import { createCountingLog } from '../runs/runLog'
import type { RunStart } from '../runs/startRun'
import { logHeader } from './arrowLog'
import { LocalThread } from './localThread.testing'
import type { Recorder, RecorderOptions } from './recorder'
import { createRecorder } from './recorder'
import { resumeRun } from './resume'
import { createRunFolder } from './runFolder'

export const smallExperiment = (train: ExperimentInput['train'] = {}) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 6 },
    model: { cell: 'gru', hiddenSize: 3 },
    optimizer: { schedule: 'cosine', lr: 0.02 },
    clip: { mode: 'norm', threshold: 0.5 },
    train: { batch: 4, updates: 400, threads: 1, ...train },
  })

/** A folder of its own for a test. */
export const makeFolder = () => mkdtemp(join(tmpdir(), 'unroll-store-'))

/** A folder of its own for a test, removed afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await makeFolder()
  try {
    await use(folder)
  } finally {
    // Where a test fails, its run may still write.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

/** Another process, as far as anyone can tell. */
export const elsewhere = { pid: 7, host: `not-${hostname()}` }

/** Puts the lock of that process into a folder, in place of the one that is there. */
export async function lockElsewhere(folder: string): Promise<void> {
  await writeFile(join(folder, 'lock'), JSON.stringify({ ...elsewhere, boot: null, began: null }))
}

/** Everything is written as soon as it can be. */
export const everything = { log: 2, checkpoint: 4, share: 1 }

export interface Kept {
  readonly run: Run
  readonly recorder: Recorder
  readonly told: readonly string[]
  /** Resolves when the run has ended and is written, and its thread is gone. */
  over(): Promise<void>
}

/** Trains a new run, as fast as possible or at so many updates a second, and keeps it in a folder. */
export async function keepRun(
  folder: string,
  experiment = smallExperiment(),
  speed: number | null = null,
): Promise<Kept> {
  const lock = await createRunFolder(folder, { id: 'a-run', experiment, version: '1.2.3' })
  const log = { updates: 0, bytes: logHeader().length }
  return record(
    folder,
    0,
    { experiment, speed },
    { lock, log, eventBytes: 0, checkpoints: [], tuningEvents: 0 },
  )
}

/** Goes on with the run in a folder. */
export async function goOn(folder: string): Promise<Kept & { update: number; problems: readonly string[] }> {
  const { experiment, problems, update, checkpoint, tuningEvents, recording } = await resumeRun(folder)
  const start = {
    experiment,
    speed: null,
    tuningEvents,
    ...(checkpoint ? { checkpoints: [checkpoint] } : {}),
  }
  return {
    update,
    problems: problems.map(describeReason),
    ...(await record(folder, update, start, recording)),
  }
}

async function record(
  folder: string,
  update: number,
  start: Pick<RunStart, 'experiment' | 'speed' | 'checkpoints' | 'tuningEvents'>,
  recording: Omit<RecorderOptions, 'tell'>,
): Promise<Kept> {
  const told: string[] = []
  const recorder = createRecorder(folder, {
    ...{ ...recording, pace: everything },
    tell: (why) => void told.push(describeReason(why)),
  })
  const catalog = createRunCatalog({
    spawn: (begun) => new LocalThread(begun),
    createLog: () => createCountingLog(update),
    listeners: [recorder],
  })
  const started = await catalog.start({ ...start, paused: false, views: [] })
  if (!started.ok) throw new Error(started.error.message)
  return {
    ...{ run: started.value, recorder, told },
    async over() {
      await recorder.finished
      await catalog.dispose()
    },
  }
}
