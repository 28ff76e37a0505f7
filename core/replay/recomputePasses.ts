import type { LeadTrace } from '../contract/trace'
import type { Floats } from '../math/floats'
import { allocate } from '../kernels/backends'
import { copyValues } from '../nn/parameter'
import type { BpttWindow } from '../train/bpttWindow'
import type { Trainer } from '../train/trainer'
import { leadOf, traceLead } from './traceLead'
import { widen } from './traceParts'

/** What an update's passes compute and training does not keep. */
export interface RecomputedPasses {
  readonly lead: LeadTrace | null
  readonly scores: Float64Array
  /** Before clipping, in the parameters' order. */
  readonly grads: readonly Float64Array[]
  /** Of what the lowest layer reads. */
  readonly gradInput: Float64Array
}

/**
 * Runs the newest update's passes again, over its window and with the parameter values of `before` its step.
 * Leaves parameters, gradients and the network's buffers as they were.
 */
export function recomputePasses(
  trainer: Trainer,
  window: BpttWindow,
  before: readonly Floats[],
  threshold: number,
): RecomputedPasses {
  const { model, experiment } = trainer
  const gradInput = gradInputBuffer(trainer).subarray(0, window.input.length)
  const after = copyValues(model.parameters)
  const clipped = model.parameters.map(({ grad }) => grad.slice())
  model.parameters.forEach(({ value }, p) => value.set(before[p]))

  const lead = traceLead(model, leadOf(trainer.stream.windows, window))
  const scores = widen(model.forward(window.input, window.supervised))
  model.zeroGrad()
  model.backward(window.gradScores)
  const grads = model.parameters.map(({ grad }) => widen(grad))
  if (experiment.clip.mode === 'step') model.backward(window.gradScores, { stepThreshold: threshold })
  if (!model.embedding) model.computeGradInput(gradInput)
  const gradRead = model.embedding?.gradOutput.subarray(0, model.embedding.numbersOf(window)) ?? gradInput

  model.parameters.forEach(({ value, grad }, p) => {
    value.set(after[p])
    grad.set(clipped[p])
  })
  return { lead, scores, grads, gradInput: widen(gradRead) }
}

/** One a trainer, since memory for float32 numbers is not given back. */
const gradInputBuffers = new WeakMap<Trainer, Floats>()

function gradInputBuffer(trainer: Trainer): Floats {
  // The first window is the longest.
  const buffer =
    gradInputBuffers.get(trainer) ??
    allocate(trainer.experiment.train.dtype, trainer.stream.windows[0].input.length)
  gradInputBuffers.set(trainer, buffer)
  return buffer
}
