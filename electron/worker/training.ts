import type { Sample, Tuning, TuningEvent } from '../../core/contract/run'
import type { Observer } from '../../core/diagnostics/observe'
import { createObserver } from '../../core/diagnostics/observe'
import { createEvaluator } from '../../core/evaluation/evaluator'
import { createOutputs, type Outputs } from '../../core/evaluation/outputs'
import type { Evaluation } from '../../core/contract/evaluation'
import { evaluateEvery } from '../../core/experiment/evaluation'
import { shareWork, stopHelpers } from '../../core/kernels/simd/threads'
import type { Replayer } from '../../core/replay/replayer'
import { createReplayer } from '../../core/replay/replayer'
import type { Tracing } from '../../core/replay/trace'
import { startTrace } from '../../core/replay/trace'
import { writeCheckpoint } from '../../core/train/checkpointFile'
import type { Progress } from '../../core/train/progress'
import { reasonToStop } from '../../core/train/progress'
import type { EndRecord, UpdateRecord } from '../../core/train/train'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { fitKernels } from './avxRevectorization'
import { catchUp, restore } from './catchUp'
import type { Environment } from './environment'
import { startHelpers, threadsOf } from './helpers'
import type { Checkpoint, WorkerStart } from './messages'
import { tuneThreads } from './threadTuner'

/** The training of one run, as the parts of its session use it. */
export interface Training {
  readonly numParameters: number
  readonly baseline: number
  /** Updates made, and how many of them were clipped. */
  readonly progress: Readonly<Pick<Progress, 'update'>>
  /** Each `next` makes one update. */
  readonly updates: Iterator<UpdateRecord, EndRecord, undefined>
  /** Whether the next `next` would end the run instead. */
  isOver(): boolean
  /** New values from the next update on; returns the events that this made. */
  tune(tuning: Tuning): TuningEvent[]
  /** The first sequence of the newest batch, or null before the first. */
  sample(): Sample | null
  /** After how many updates the network is evaluated, again and again; null where it is not. */
  readonly evaluateEvery: number | null
  /** On the held-out sets, with the weights as they are. */
  evaluate(): Evaluation
  /** What the network makes by itself. */
  readonly outputs: Outputs
  readonly observer: Observer
  /** Whether the network's buffers hold the passes of the newest update. */
  readonly hasPasses: boolean
  /**
   * Begins to record the next update.
   * @throws {RangeError} if it is too large for that.
   */
  startTrace(): Tracing
  readonly replayer: Replayer
  /** The file of a checkpoint of where the run stands. */
  checkpoint(): Checkpoint
  /** Ends the helper threads: there is nothing more to train. */
  releaseHelpers(): void
}

/**
 * Sets up the training of an experiment in this thread, from checkpoints if there are any, with the helper
 * threads that it asks for or that pay. `limitNow` is the clock of a time limit, in milliseconds.
 * @throws {FormatError | RangeError} if a checkpoint is none of this experiment.
 */
export function createTraining(
  {
    experiment,
    checkpoints = [],
    tuningEvents = [],
    until = 0,
  }: Pick<WorkerStart, 'experiment' | 'checkpoints' | 'tuningEvents' | 'until'>,
  env: Environment,
  limitNow: () => number = env.now,
): Training {
  const settings = experiment.train
  fitKernels(settings.dtype)
  const trainer = createTrainer(experiment)
  const replayer = createReplayer(trainer)
  const observer = createObserver(trainer)
  const evaluator = createEvaluator(trainer)
  const outputs = createOutputs(trainer)
  restore(trainer, replayer, { checkpoints, tuningEvents })
  const numHelpers = startHelpers(settings.dtype, threadsOf(experiment), (why) => {
    throw new Error(why)
  })
  let threads = NaN
  function reportThreads(isShared: boolean): void {
    const now = isShared ? 1 + numHelpers : 1
    if (now !== threads) env.post({ type: 'threads', threads: now })
    threads = now
  }
  reportThreads(true)
  const hasPasses = catchUp(trainer, until, { replayer, observer, env })

  // Nobody else asks for the time, so that a run without a time limit is spared the clock.
  const updates = train(trainer, settings.stop.seconds === null ? {} : { now: limitNow })
  // Who asks for a number of threads gets it; otherwise it is found out what pays.
  const isTuned = numHelpers > 0 && settings.threads === null
  return {
    numParameters: trainer.numParameters,
    baseline: trainer.baseline,
    progress: trainer.progress,
    updates: isTuned ? tuneThreads(updates, shareWork, env.now, reportThreads) : updates,
    isOver: () => reasonToStop(trainer.progress, settings) !== null,
    tune: trainer.tune,
    sample: trainer.sample,
    evaluateEvery: evaluateEvery(experiment),
    evaluate: evaluator.evaluate,
    outputs,
    observer,
    hasPasses,
    startTrace: () => startTrace(trainer),
    replayer,
    checkpoint: () => ({ update: trainer.progress.update, bytes: writeCheckpoint(trainer) }),
    releaseHelpers: stopHelpers,
  }
}
