import { reason } from '../../core/contract/reasons'
import { losses } from '../../core/losses/registry'
import type { Floats } from '../../core/math/floats'
import type { ModelSpec } from '../../core/nn/model'
import { createModel } from '../../core/nn/model'
import { measureGrad } from '../../core/optim/clip'
import type { BpttWindow } from '../../core/train/bpttWindow'
import type { Trainer } from '../../core/train/trainer'
import { ExchangeError } from './exchangeError'

/** The update after those that a trainer has made: what it sees, and what comes of it before clipping. */
export interface NextUpdate {
  readonly window: BpttWindow
  /** Whether it goes on from the state that the window before has left. */
  readonly goesOn: boolean
  /** By layer, what dropout multiplies its outputs with, (steps, B, D*H); empty without dropout. */
  readonly masks: readonly Floats[]
  readonly loss: number
  readonly gradNorm: number
}

/**
 * Computes the update after the trainer's in float64: of a float64 run as it computes it itself; of a float32
 * run from the same weights, data and state, as numbers of float64, so that others can agree to more than the
 * seven digits of float32. The trainer's weights stay.
 * @throws {StoreError} if loss or gradient are not finite.
 */
export function computeNextUpdate(trainer: Trainer): NextUpdate {
  const window = trainer.nextWindow()
  const { model, task, experiment } = trainer
  const isFloat32 = experiment.train.dtype === 'float32'
  const computed = isFloat32 ? inFloat64(trainer, window) : { model, window }
  const { values, classes, scoreShape, supervised, input, gradScores } = computed.window
  const scores = computed.model.forward(input, supervised)
  const loss = losses[task.loss].forward(scores, { values, classes }, gradScores, scoreShape)
  computed.model.zeroGrad()
  computed.model.backward(gradScores)
  const gradNorm = measureGrad(computed.model.parameters).normBefore
  if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
    throw new ExchangeError(
      reason('nextDiverges', {
        ...{ update: trainer.progress.update + 1 },
        ...{ loss: String(loss), gradNorm: String(gradNorm) },
      }),
    )
  }
  const numbers = supervised.length * experiment.train.batch * numFeatures(model.spec)
  const masks = computed.model.dropoutMasks.map((mask) => mask.slice(0, numbers))
  return { window, goesOn: window.firstStep > 0, masks, loss, gradNorm }
}

/** What a layer puts out at a step. */
export const numFeatures = ({ hiddenSize, bidirectional }: ModelSpec) => hiddenSize * (bidirectional ? 2 : 1)

/** The model and the window as float64. */
function inFloat64({ model, experiment }: Trainer, window: BpttWindow) {
  const sizes = { seqLen: window.supervised.length, batch: experiment.train.batch, dtype: 'float64' as const }
  const wide = createModel(model.spec, sizes)
  wide.parameters.forEach(({ value }, p) => value.set(model.parameters[p]!.value))
  // A state that was carried on is none that is learned.
  if (window.firstStep > 0) wide.carryState()
  wide.dropoutSeed = model.dropoutSeed
  wide.initialState.h.set(model.initialState.h)
  if (model.initialState.c) wide.initialState.c?.set(model.initialState.c)
  const widen = (values: Floats) => Float64Array.from(values)
  return {
    model: wide,
    window: {
      ...window,
      input: widen(window.input),
      values: widen(window.values),
      gradScores: widen(window.gradScores),
    },
  }
}
