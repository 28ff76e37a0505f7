import type { EvaluatedSet, Evaluation } from '../contract/evaluation'
import { evaluationPass, heldOutSets, type HeldOutSet } from '../experiment/evaluation'
import type { Experiment } from '../experiment/experiment'
import type { Floats } from '../math/floats'
import { createRandom, deriveSeed } from '../math/random'
import { createModel, type Model } from '../nn/model'
import { bindTask, type BoundTask } from '../tasks/bind'
import type { TaskBatch } from '../tasks/task'
import { cutWindows, type BpttWindow } from '../train/bpttWindow'
import { createBatch } from '../train/createBatch'
import type { Trainer } from '../train/trainer'
import { createTally, type Tally } from './tally'

/** Says how a network does on sequences that it is not trained on. */
export interface Evaluator {
  /** On the newest training batch, where there is one, and every held-out set, with the weights as they are. */
  evaluate(): Evaluation
}

/**
 * Evaluates a trainer's network. It has a network of its own, to which the weights are copied, and draws the
 * held-out sequences from streams of their own, `evaluation.seed` and the length: so training has the same
 * bits whether it is evaluated or not, and runs that share the seed are tested on the same sequences. Every
 * evaluation draws the same ones again, in whole batches: a set may have a few sequences more than were asked
 * for. They run from the initial state of training to their end, in windows of as many steps as a training
 * pass has and with the state carried on, so the memory is that of a training pass; those of a bidirectional
 * network run whole.
 *
 * `sets` are those of the experiment if left out; `experiment` may say another number of sequences. Nothing
 * is made before the first evaluation.
 */
export function createEvaluator(
  trainer: Trainer,
  sets = heldOutSets(trainer.experiment),
  experiment = trainer.experiment,
): Evaluator {
  let made: Parts | null = null
  return {
    evaluate() {
      made ??= createParts(trainer, experiment, sets)
      const { model, training, heldOut } = made
      const { evaluation } = experiment
      const isBegun = trainer.progress.update > 0
      model.parameters.forEach(({ value }, p) => value.set(trainer.model.parameters[p].value))
      return {
        sets: [
          ...(isBegun ? [evaluateTraining(model, training, trainer.stream.batch)] : []),
          ...heldOut.map((set) => evaluateSet(model, evaluation.seed, set)),
        ],
      }
    },
  }
}

/** Sequences that run through the network at a time. */
interface Rows {
  readonly task: BoundTask
  readonly batch: TaskBatch
  readonly windows: readonly BpttWindow[]
}

interface Parts {
  readonly model: Model
  readonly training: Rows
  readonly heldOut: readonly (Rows & { readonly set: HeldOutSet })[]
}

function createParts(
  { task, model: trained }: Trainer,
  experiment: Experiment,
  sets: readonly HeldOutSet[],
): Parts {
  const { dtype } = experiment.train
  const { rows, steps } = evaluationPass(experiment, sets)
  const rowsOf = (bound: BoundTask): Rows => {
    const batch = createBatch(bound.shape, bound.numSupervised, bound.loss, rows, dtype)
    return { task: bound, batch, windows: cutWindows(bound, batch, steps, dtype) }
  }
  return {
    model: createModel(trained.spec, { seqLen: steps, batch: rows, dtype }),
    training: rowsOf(task),
    heldOut: sets.map((set) => ({ ...rowsOf(bindTask(set.settings)), set })),
  }
}

/** On the first sequences of the newest training batch, as many as run at a time. */
function evaluateTraining(model: Model, { task, batch, windows }: Rows, source: TaskBatch): EvaluatedSet {
  copyRows(batch.input, source.input, task.shape.inputSize, batch.batch, source.batch)
  copyRows(batch.classes, source.classes, 1, batch.batch, source.batch)
  copyRows(batch.values, source.values, task.shape.outputSize, batch.batch, source.batch)
  const tally = createTally(task, { split: 'training', sequences: batch.batch })
  runThrough(model, batch, windows, tally)
  return tally.result()
}

/** The first rows of every step: out (steps, rows, width) of x (steps, rowsOfX, width). */
function copyRows(
  out: Floats | Int32Array,
  x: Floats | Int32Array,
  width: number,
  rows: number,
  rowsOfX: number,
): void {
  for (let to = 0, from = 0; to < out.length; to += rows * width, from += rowsOfX * width) {
    for (let i = 0; i < rows * width; i++) out[to + i] = x[from + i]
  }
}

function evaluateSet(model: Model, seed: number, { set, task, batch, windows }: Parts['heldOut'][number]) {
  const random = createRandom(deriveSeed(seed, `evaluation ${set.seqLen}`))
  const numBatches = Math.ceil(set.sequences / batch.batch)
  const tally = createTally(task, { split: set.split, sequences: numBatches * batch.batch })
  for (let i = 0; i < numBatches; i++) {
    task.generate(random, batch, { split: 'validation', batches: i })
    runThrough(model, batch, windows, tally)
  }
  return tally.result()
}

function runThrough(model: Model, batch: TaskBatch, windows: readonly BpttWindow[], tally: Tally): void {
  tally.begin(batch.input, batch.classes, batch.batch)
  windows.forEach((window, i) => {
    if (i === 0) model.resetState()
    else model.carryState()
    tally.add(window, model.forward(window.input, window.supervised))
  })
}
