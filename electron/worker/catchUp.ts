import type { TuningEvent } from '../../core/contract/run'
import type { Observer } from '../../core/diagnostics/observe'
import type { Replayer } from '../../core/replay/replayer'
import { resumeFrom } from '../../core/train/checkpointFile'
import { train } from '../../core/train/train'
import type { Trainer } from '../../core/train/trainer'
import { createCheckpointer } from './checkpointer'
import type { Environment } from './environment'

export interface Restored {
  /** Files, in rising order. */
  readonly checkpoints: readonly Uint8Array[]
  /** What was tuned in the run, also at updates that are made again. */
  readonly tuningEvents: readonly TuningEvent[]
}

/**
 * Puts a trainer that has made no update where the last checkpoint was taken. Any update before it can then
 * be recomputed, from the checkpoint before that.
 * @throws {FormatError | RangeError} if a file is no checkpoint of this experiment.
 */
export function restore(
  trainer: Trainer,
  replayer: Pick<Replayer, 'keepCheckpoint'>,
  { checkpoints, tuningEvents }: Restored,
): void {
  trainer.adoptTuningEvents(tuningEvents)
  if (checkpoints.length === 0) return
  replayer.keepCheckpoint()
  for (const file of checkpoints) {
    resumeFrom(trainer, file, [])
    replayer.keepCheckpoint()
  }
}

const PROGRESS_INTERVAL_MS = 100

export interface CatchUpParts {
  readonly replayer: Pick<Replayer, 'keepCheckpoint'>
  readonly observer: Pick<Observer, 'prepare'>
  readonly env: Pick<Environment, 'now' | 'post'>
}

/**
 * Makes updates, to the same bits as the run has made them, until so many are made, and says how far that is.
 * Returns whether it made any: then every view of the last one can be observed.
 */
export function catchUp(trainer: Trainer, until: number, { replayer, observer, env }: CatchUpParts): boolean {
  const { progress } = trainer
  const first = progress.update
  const updates = train(trainer)
  const checkpointer = createCheckpointer(replayer, env)
  let hasMade = false
  let lastProgress = -Infinity
  while (progress.update < until) {
    const now = env.now()
    checkpointer.keepIfDue(now)
    if (now - lastProgress >= PROGRESS_INTERVAL_MS) {
      env.post({ type: 'catchingUp', made: progress.update - first, planned: until - first })
      lastProgress = now
    }
    if (progress.update === until - 1) observer.prepare()
    if (updates.next().done) break
    hasMade = true
  }
  return hasMade
}
