import type { Cell } from '../cells/cell'
import type { Observation } from '../contract/observation'
import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import type { Trainer } from '../train/trainer'
import { inSequence, namedCells, readUnclipped } from './newestPass'

interface FlowOptions {
  /** Whether the pass's weights and caches are in place, so that its backward pass can be recomputed. */
  readonly canRecompute: boolean
}

/**
 * ||dL/dh_t|| and ||dL/dc_t|| of every direction of every layer. Where they are clipped at each step while
 * they flow back, those without clipping stand beside them.
 */
export function observeFlow(
  trainer: Trainer,
  { canRecompute }: FlowOptions,
): NonNullable<Observation['flow']> {
  const after = normsOfCells(trainer)
  const before = beforeClipping(trainer, after, canRecompute)
  const layers = namedCells(trainer).map(({ name }, i) => ({
    name,
    ...after[i],
    unclipped: before && before[i],
  }))
  return { layers }
}

/**
 * The norms of a backward pass that limits nothing: those of the pass itself where no step went beyond the
 * threshold. Null in other modes, which clip the finished gradients of the parameters, and where the pass
 * cannot be made again.
 */
function beforeClipping(
  trainer: Trainer,
  after: readonly StepGradientNorms[],
  canRecompute: boolean,
): readonly StepGradientNorms[] | null {
  if (trainer.experiment.clip.mode !== 'step') return null
  if (!trainer.norms.isClipped) return after
  return canRecompute ? readUnclipped(trainer, () => normsOfCells(trainer)) : null
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

function normsOfCells(trainer: Trainer): StepGradientNorms[] {
  return namedCells(trainer).map(({ cell }) => {
    const { h, c } = stepGradientNorms(cell)
    return { h: inSequence(h, trainer), c: c && inSequence(c, trainer) }
  })
}

/** ||dL/dh_t|| and ||dL/dc_t|| after a backward pass; with clipping inside the recurrence, after it. */
export function stepGradientNorms(cell: Cell): StepGradientNorms {
  const block = cell.sizes.batch * cell.sizes.hiddenSize
  const norms = (grad: Floats): Float64Array =>
    Float64Array.from({ length: cell.steps }, (_, t) => norm(grad, t * block, block))
  return { h: norms(cell.gradH), c: cell.gradC === null ? null : norms(cell.gradC) }
}
