import type { ParameterTrace, Trace } from '../contract/trace'
import type { Floats } from '../math/floats'
import { copyValues } from '../nn/parameter'
import { rules } from '../optim/optimizer'
import type { Trainer } from '../train/trainer'
import { recomputePasses } from './recomputePasses'
import { traceCell, traceOptimizer, traceOutput, view, widen } from './traceParts'
import { requireTraceable } from './traceSize'

/** An update that is being recorded. */
export interface Tracing {
  /**
   * What the one update since `startTrace` computed. Leaves the trainer as it finds it.
   * @throws {RangeError} if no update was made since, or more than one.
   */
  finish(): Trace
}

/**
 * To be called right before an update of the normal training loop; `finish` right after it reads what the
 * passes left behind.
 *
 * What they do not keep (the scores, the gradient before clipping, dL/dx) comes from running the model's same
 * passes again over the same window with the parameters of before: the same code on the same numbers gives
 * the same bits, so every buffer ends as it was.
 * @throws {RangeError} if the trace would hold more than `MAX_TRACE_NUMBERS`.
 */
export function startTrace(trainer: Trainer): Tracing {
  requireTraceable(trainer)
  const start = saveStart(trainer)
  const { update } = start
  return {
    finish() {
      if (trainer.progress.update !== update + 1) {
        throw new RangeError(
          `${trainer.progress.update - update} updates were made since the trace began, expected 1`,
        )
      }
      return readTrace(trainer, start, trainer.progress.loss, true)
    },
  }
}

/**
 * The update in which a run diverged: NaN and infinity wherever they came to. Its passes are recomputed, on
 * the parameters that it left as they were; a step is in the trace only if it was the step that overflowed.
 * Leaves parameters and memory as it finds them, and the gradients of the failed update.
 * @throws {RangeError} if the trace would hold more than `MAX_TRACE_NUMBERS`.
 */
export function traceFailed(trainer: Trainer): Trace {
  requireTraceable(trainer)
  const { model, optimizer, stream } = trainer
  const start = saveStart(trainer)
  const window = stream.newest
  const loss = trainer.forward(window)
  trainer.backward(window)
  const isBeforeStep = trainer.forwardCause(window, loss) ?? trainer.backwardCause(window)
  if (isBeforeStep) return readTrace(trainer, start, loss, false)
  const state = optimizer.state()
  optimizer.step(start.lr)
  const trace = readTrace(trainer, start, loss, true)
  optimizer.restore(state)
  model.parameters.forEach(({ value }, p) => value.set(start.before[p]))
  return trace
}

/** What an update starts from, as copies. */
interface UpdateStart {
  readonly update: number
  readonly lr: number
  readonly threshold: number
  readonly before: readonly Floats[]
  readonly memory: readonly (readonly Float64Array[])[]
}

function saveStart(trainer: Trainer): UpdateStart {
  return {
    update: trainer.progress.update,
    lr: trainer.learningRate(),
    threshold: trainer.clipThreshold,
    before: copyValues(trainer.model.parameters),
    memory: trainer.optimizer.buffers.map((buffers) => buffers.map(widen)),
  }
}

function readTrace(
  trainer: Trainer,
  { update, lr, threshold, before, memory }: UpdateStart,
  loss: number,
  hasStep: boolean,
): Trace {
  const { experiment, model, task, optimizer, norms, stream } = trainer
  const { numLayers, hiddenSize, cell, nonlinearity, gruVariant, residualScale } = experiment.model
  const { outputSize, seqLen } = task.shape
  const window = stream.newest
  const steps = window.supervised.length
  const { batch, dtype, tbptt } = experiment.train
  const cells = model.layers.flatMap((layer, l) => layer.map((each) => traceCell(each, l)))
  const recomputed = recomputePasses(trainer, window, before, threshold)
  const inputSize = model.layers[0][0].sizes.inputSize
  const width = model.layers[0].length * hiddenSize
  const settings = experiment.optimizer

  const parameters: ParameterTrace[] = model.parameters.map(({ name, shape, value, grad }, p) => ({
    name,
    shape: [...shape],
    before: widen(before[p]),
    after: widen(value),
    grad: recomputed.grads[p],
    gradClipped: widen(grad),
    buffers: rules[settings.name].buffers.map((buffer, i) => ({
      name: buffer,
      before: memory[p][i],
      after: widen(optimizer.buffers[p][i]),
    })),
  }))

  return {
    update,
    cell,
    nonlinearity,
    gruVariant,
    residualScale,
    dtype,
    sizes: {
      steps,
      batch,
      inputSize,
      hiddenSize,
      outputSize,
      numLayers,
      numDirections: model.layers[0].length,
    },
    window: { firstStep: window.firstStep, seqLen, tbptt, isCarried: window.firstStep > 0 },
    lead: recomputed.lead,
    input: view(model.inputOf(0).x, steps, batch, inputSize),
    gradInput: view(recomputed.gradInput, steps, batch, inputSize),
    oneHot: model.embedding && view(window.input, steps, batch, task.shape.inputSize),
    dropoutMasks: model.dropoutMasks.map((mask) => view(mask, model.sizes.seqLen, batch, width)),
    isStateLearned: experiment.model.learnInitialState,
    cells,
    output: traceOutput(window, recomputed.scores, task.loss, batch, outputSize, loss),
    parameters,
    clip: {
      mode: experiment.clip.mode,
      threshold,
      isClipped: norms.isClipped,
      normBefore: norms.normBefore,
      normAfter: norms.normAfter,
    },
    optimizer: hasStep ? traceOptimizer(settings, lr, optimizer.t) : null,
  }
}
