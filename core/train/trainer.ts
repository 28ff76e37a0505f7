import type { Experiment } from '../experiment/experiment'
import type { TuningEvent, Sample, Tuning } from '../contract/run'
import { valueInForce } from '../experiment/inForce'
import { losses } from '../losses/registry'
import { dropoutSeed } from './dropoutSeed'
import { initializeModel } from '../nn/init'
import { createModel } from '../nn/model'
import type { Model } from '../nn/model'
import type { ClipReport } from '../optim/clip'
import type { Optimizer } from '../optim/optimizer'
import { createClipReport } from '../optim/clip'
import { createOptimizer } from '../optim/optimizer'
import { learningRate } from '../optim/schedule'
import type { BoundTask } from '../tasks/bind'
import { bindTask } from '../tasks/bind'
import { backwardAndClip } from './backward'
import type { Cause } from './divergence'
import { backwardCause, firstNonFinite, forwardCause, isSound } from './divergence'
import { createGuard } from './guard'
import type { Progress } from './progress'
import { createProgress } from './progress'
import type { Sampler } from './sample'
import { createSampler } from './sample'
import type { Stream } from './stream'
import { createStream } from './stream'
import type { BpttWindow } from './bpttWindow'

/** Everything that one run owns, and the single acts that its updates are made of. */
export interface Trainer {
  readonly experiment: Experiment
  readonly task: BoundTask
  readonly model: Model
  readonly optimizer: Optimizer
  readonly stream: Stream
  readonly numParameters: number
  /** The trivial guesser's loss. */
  readonly baseline: number
  readonly progress: Progress
  /** Every change of a tuned value, in order. */
  readonly tuningEvents: readonly TuningEvent[]
  /** Gradient norms of the newest update. */
  readonly norms: ClipReport
  /** The clip threshold that `norms` was filled with. */
  readonly clippedAt: number
  /** The clip threshold of the next update. */
  readonly clipThreshold: number
  /** The learning rate of the next update. */
  learningRate(): number
  /** Fresh data, with the model's initial state set for it. */
  nextWindow(): BpttWindow
  /** Runs the model and returns the mean loss over the window's supervised positions; keeps dL/dscores. */
  forward(window: BpttWindow): number
  /** What is not finite after `forward`, or null. */
  forwardCause(window: BpttWindow, loss: number): Cause | null
  /**
   * Overwrites the gradients with those of `forward`'s loss, clipped, and fills `norms`. `threshold` is that
   * of the next update if left out.
   */
  backward(window: BpttWindow, threshold?: number): void
  /** What is not finite after `backward`, or null. */
  backwardCause(window: BpttWindow): Cause | null
  /** The optimizer's step; undone, with the cause returned, if it led out of the finite numbers. */
  step(lr: number): Cause | null
  /** Changes learning rate or clip threshold from the next update on; returns the events that this made. */
  tune(tuning: Tuning): TuningEvent[]
  /** Takes over the tuning events of a run that goes on here. */
  adoptTuningEvents(events: readonly TuningEvent[]): void
  readonly sampler: Sampler
  /** The first sequence of the newest batch as the newest update saw it, or null before the first. */
  sample(): Sample | null
}

/**
 * Sets up a run: task, model with its initial weights, optimizer, data. Initial weights follow from
 * `train.initSeed`, data from `train.dataSeed`, both from `train.seed` where they are null, by streams of
 * their own: runs that share one of the two seeds share weights or data, whatever else differs. What dropout
 * drops in an update follows from `train.seed` and the update's number.
 * @throws {RangeError} for truncated BPTT of a bidirectional net: there is no state to carry on from the
 * future.
 */
export function createTrainer(experiment: Experiment): Trainer {
  const { model: modelSettings, train, clip } = experiment
  const task = bindTask(experiment.task)
  const loss = losses[task.loss]
  const seqLen = Math.min(train.tbptt ?? task.shape.seqLen, task.shape.seqLen)
  if (modelSettings.bidirectional && seqLen < task.shape.seqLen) {
    throw new RangeError(
      `train.tbptt is ${train.tbptt}, expected null: the state of a bidirectional net cannot be carried on`,
    )
  }
  const { inputSize, outputSize } = task.shape
  const model = createModel(
    { ...modelSettings, inputSize, outputSize },
    { seqLen, batch: train.batch, dtype: train.dtype },
  )
  initializeModel(model, train.initSeed ?? train.seed)
  const { parameters } = model
  const optimizer = createOptimizer(experiment.optimizer, parameters)
  const stream = createStream(experiment, task, model)
  const sampler = createSampler(task, stream.batch, train.dtype)
  const guard = createGuard(optimizer, parameters, experiment.optimizer)
  const norms = createClipReport(parameters.length)
  const progress = createProgress()
  const tuningEvents: TuningEvent[] = []
  let tuned = experiment.optimizer
  let scores = stream.windows[0].gradScores
  let clippedAt = NaN

  /** A tuned value as it applies to the next update: an update that is recomputed gets the value of then. */
  const inForce = (field: TuningEvent['field']): number =>
    valueInForce(experiment, tuningEvents, field, progress.update)
  const changeTo = (field: TuningEvent['field'], to = inForce(field)): TuningEvent[] => {
    const from = inForce(field)
    return from === to ? [] : [{ update: progress.update, field, from, to }]
  }

  return {
    experiment,
    task,
    model,
    optimizer,
    stream,
    numParameters: parameters.reduce((sum, { value }) => sum + value.length, 0),
    baseline: task.baseline,
    progress,
    tuningEvents,
    norms,
    get clippedAt() {
      return clippedAt
    },
    get clipThreshold() {
      return inForce('clip.threshold')
    },
    learningRate() {
      const lr = inForce('optimizer.lr')
      if (lr !== tuned.lr) tuned = { ...tuned, lr }
      return learningRate(tuned, progress.update, train.updates)
    },
    nextWindow() {
      model.dropoutSeed = dropoutSeed(experiment, progress.update)
      return stream.next()
    },
    forward(window) {
      scores = model.forward(window.input, window.supervised)
      sampler.record(progress.update, window, scores)
      return loss.forward(scores, window, window.gradScores, window.scoreShape)
    },
    forwardCause: (window, value) =>
      isSound(value) && firstNonFinite(scores) < 0 ? null : forwardCause(model, window, scores, value),
    backward({ gradScores }, threshold = inForce('clip.threshold')) {
      clippedAt = threshold
      backwardAndClip(model, gradScores, clip.mode, threshold, norms)
    },
    backwardCause: (window) =>
      isSound(norms.normAfter) ? null : backwardCause(model, window, norms.normAfter),
    step: (lr) => guard.step(lr, norms.normAfter),
    tune({ lr, clipThreshold }) {
      const made = [...changeTo('optimizer.lr', lr), ...changeTo('clip.threshold', clipThreshold)]
      tuningEvents.push(...made)
      return made
    },
    sampler,
    adoptTuningEvents: (adopted) => void tuningEvents.push(...adopted),
    sample: sampler.sample,
  }
}
