import type { LeadTrace, ParameterTrace, Trace } from '../contract/trace'
import type { Floats } from '../math/floats'
import { allocate } from '../math/floats'
import { snapshot } from '../diagnostics/gradientFlow'
import { rules } from '../optim/optimizer'
import { leadOf, longestLead, traceLead } from './traceLead'
import { traceCell, traceOptimizer, traceOutput, view, widen } from './traceParts'
import type { Trainer } from '../train/trainer'
import type { Window } from '../train/bpttWindow'

/** The most numbers that a trace may hold: 128 MB. */
export const MAX_TRACE_NUMBERS = 16e6

/** An update that is being watched. */
export interface Tracing {
  /**
   * What the one update since `startTrace` computed. Leaves the trainer as it finds it.
   * @throws {RangeError} if no update was made since, or more than one.
   */
  finish(): Trace
}

/**
 * To be called right before an update of the normal training loop; `finish` right after it reads what the passes
 * left behind.
 *
 * What they do not keep (the scores, the gradient before clipping, dL/dx) comes from running the model's same
 * passes once more over the same window with the parameters of before: the same code on the same numbers gives
 * the same bits, so every buffer ends as it was.
 * @throws {RangeError} if the trace would hold more than `MAX_TRACE_NUMBERS`.
 */
export function startTrace(trainer: Trainer): Tracing {
  requireTraceable(trainer)
  const noted = note(trainer)
  const { update } = noted
  return {
    finish() {
      if (trainer.progress.update !== update + 1) {
        throw new RangeError(
          `${trainer.progress.update - update} updates were made since the trace began, expected 1`,
        )
      }
      return readTrace(trainer, noted, trainer.progress.loss, true)
    },
  }
}

/**
 * The update in which a run diverged: NaN and infinity wherever they came to. Its passes are made once more, on the
 * parameters that it left as they were; a step is in the trace only if it was the step that overflowed. Leaves
 * parameters and memory as it finds them, and the gradients of the failed update.
 * @throws {RangeError} if the trace would hold more than `MAX_TRACE_NUMBERS`.
 */
export function traceFailed(trainer: Trainer): Trace {
  requireTraceable(trainer)
  const { model, optimizer } = trainer
  const noted = note(trainer)
  const window = newestWindow(trainer)
  const loss = trainer.forward(window)
  trainer.backward(window)
  const isBeforeStep = trainer.forwardCause(window, loss) ?? trainer.backwardCause(window)
  if (isBeforeStep) return readTrace(trainer, noted, loss, false)
  const state = optimizer.state()
  optimizer.step(noted.lr)
  const trace = readTrace(trainer, noted, loss, true)
  optimizer.restore(state)
  model.parameters.forEach(({ value }, p) => value.set(noted.before[p]))
  return trace
}

/** Whether an update of this run is small enough to be recorded. */
export function isTraceable(trainer: Trainer): boolean {
  return traceSize(trainer) <= MAX_TRACE_NUMBERS
}

/** @throws {RangeError} if it is not. */
export function requireTraceable(trainer: Trainer): void {
  if (isTraceable(trainer)) return
  const numbers = traceSize(trainer)
  throw new RangeError(
    `one update of this experiment has about ${numbers} numbers, expected at most ${MAX_TRACE_NUMBERS}`,
  )
}

/** What is noted before an update. */
interface Noted {
  readonly update: number
  readonly lr: number
  readonly threshold: number
  readonly before: readonly Floats[]
  readonly memory: readonly (readonly Float64Array[])[]
}

function note(trainer: Trainer): Noted {
  return {
    update: trainer.progress.update,
    lr: trainer.learningRate(),
    threshold: trainer.clipThreshold,
    before: snapshot(trainer.model.parameters),
    memory: trainer.optimizer.buffers.map((buffers) => buffers.map(widen)),
  }
}

function readTrace(
  trainer: Trainer,
  { update, lr, threshold, before, memory }: Noted,
  loss: number,
  hasStep: boolean,
): Trace {
  const { experiment, model, task, optimizer, norms } = trainer
  const { numLayers, hiddenSize, cell, nonlinearity, gruVariant } = experiment.model
  const { inputSize, outputSize, seqLen } = task.shape
  const window = newestWindow(trainer)
  const steps = window.supervised.length
  const { batch, dtype, tbptt } = experiment.train
  const cells = model.layers.flatMap((layer, l) => layer.map((each) => traceCell(each, l)))
  const replayed = replay(trainer, window, before, threshold)
  const settings = experiment.optimizer

  const parameters: ParameterTrace[] = model.parameters.map(({ name, shape, value, grad }, p) => ({
    name,
    shape: [...shape],
    before: widen(before[p]),
    after: widen(value),
    grad: replayed.grads[p],
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
    lead: replayed.lead,
    input: view(window.input, steps, batch, inputSize),
    gradInput: view(replayed.gradInput, steps, batch, inputSize),
    cells,
    output: traceOutput(window, replayed.scores, task.loss, batch, outputSize, loss),
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

/** The window of the newest update: the one before that which comes next. */
function newestWindow({ stream: { windows, state } }: Trainer): Window {
  return windows[(state().position - 1 + windows.length) % windows.length]
}

interface Replayed {
  readonly lead: LeadTrace | null
  readonly scores: Float64Array
  /** Before clipping, in the parameters' order. */
  readonly grads: readonly Float64Array[]
  readonly gradInput: Float64Array
}

/** The newest update's passes once more, with its parameters; then everything as it was. */
function replay(trainer: Trainer, window: Window, before: readonly Floats[], threshold: number): Replayed {
  const { model, experiment } = trainer
  const gradInput = roomForGradInput(trainer).subarray(0, window.input.length)
  const after = snapshot(model.parameters)
  const clipped = model.parameters.map(({ grad }) => grad.slice())
  model.parameters.forEach(({ value }, p) => value.set(before[p]))

  const lead = traceLead(model, leadOf(trainer.stream.windows, window))
  const scores = widen(model.forward(window.input, window.supervised))
  model.zeroGrad()
  model.backward(window.gradScores)
  const grads = model.parameters.map(({ grad }) => widen(grad))
  if (experiment.clip.mode === 'step') model.backward(window.gradScores, { stepThreshold: threshold })
  model.computeGradInput(gradInput)

  model.parameters.forEach(({ value, grad }, p) => {
    value.set(after[p])
    grad.set(clipped[p])
  })
  return { lead, scores, grads, gradInput: widen(gradInput) }
}

/** One a trainer, since memory for float32 numbers is not given back. */
const rooms = new WeakMap<Trainer, Floats>()

function roomForGradInput(trainer: Trainer): Floats {
  // The first window is the longest.
  const room =
    rooms.get(trainer) ?? allocate(trainer.experiment.train.dtype, trainer.stream.windows[0].input.length)
  rooms.set(trainer, room)
  return room
}

/** About how many numbers a trace of this run's updates holds. */
function traceSize({ model, stream, numParameters, optimizer }: Trainer): number {
  // The first window is the longest, and as long as the cells' buffers.
  const leads = longestLead(stream.windows) / stream.windows[0].supervised.length
  const ofCells = model.layers
    .flat()
    .map(({ h, gates, gradH }) => (1 + leads) * (h.length + gates.length) + gates.length + gradH.length)
  const perParameter = 4 + 2 * (optimizer.buffers[0]?.length ?? 0)
  return Math.round(ofCells.reduce((sum, numbers) => sum + numbers, 0)) + numParameters * perParameter
}
