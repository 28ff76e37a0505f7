import type { Cell } from '../cells/cell'
import type { Observation } from '../contract/observation'
import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import type { Trainer } from '../train/trainer'
import { inSequence, namedCells } from './newestPass'

/** ||dL/dh_t|| and ||dL/dc_t|| of every direction of every layer. */
export function observeFlow(trainer: Trainer): NonNullable<Observation['flow']> {
  const layers = namedCells(trainer).map(({ name, cell }) => {
    const { h, c } = stepGradientNorms(cell)
    return { name, h: inSequence(h, trainer), c: c && inSequence(c, trainer) }
  })
  return { layers }
}

/**
 * Norms of dL/dh_t at every step of a cell, index t = 0 .. steps - 1, over all batch items and units
 * (Frobenius).
 */
interface StepGradientNorms {
  readonly h: Float64Array
  /** The LSTM's ||dL/dc_t||, else null. */
  readonly c: Float64Array | null
}

/** ||dL/dh_t|| and ||dL/dc_t|| after a backward pass; with clipping inside the recurrence, after it. */
export function stepGradientNorms(cell: Cell): StepGradientNorms {
  const block = cell.sizes.batch * cell.sizes.hiddenSize
  const norms = (grad: Floats): Float64Array =>
    Float64Array.from({ length: cell.steps }, (_, t) => norm(grad, t * block, block))
  return { h: norms(cell.gradH), c: cell.gradC === null ? null : norms(cell.gradC) }
}
