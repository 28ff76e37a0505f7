import type { OptimizerSettings } from '../experiment/experiment'
import type { Optimizer } from '../optim/optimizer'
import { weightDecayOf } from '../optim/optimizer'
import type { Parameter } from '../nn/parameter'
import { copyValues } from '../nn/parameter'
import type { Cause } from './divergence'
import { stepCause } from './divergence'

/**
 * Up to this gradient norm no rule can leave the finite numbers of float32 (3.4e38): a step of momentum is at
 * most lr norm / (1 - mu) <= 1e3 * 1e12 / 1e-4 = 1e19, the others' are smaller, and squares stay below 1e24.
 */
const SAFE_NORM = 1e12
/** Above this share a step's weight decay may turn weights round and let them grow from update to update. */
const SAFE_DECAY = 1

/** An optimizer that takes back a step which led out of the finite numbers. */
export interface Guard {
  /** One update; returns what overflowed, with parameters and memory as they were before, or null. */
  step(lr: number, gradNorm: number): Cause | null
}

/**
 * Keeps the last good state. A finite gradient can still overflow in the step itself (float32 squares of
 * 1e20, say), where nobody would see it before the next forward pass, too late to go back. So a step that is
 * large enough for that is made on a copy's safety; all others, which cannot overflow, cost nothing more.
 */
export function createGuard(
  optimizer: Optimizer,
  parameters: readonly Parameter[],
  settings: OptimizerSettings,
): Guard {
  const weightDecay = weightDecayOf(settings)

  function carefulStep(lr: number): Cause | null {
    const memory = optimizer.state()
    const values = copyValues(parameters)
    optimizer.step(lr)
    const cause = stepCause(parameters, optimizer.buffers)
    if (cause) {
      optimizer.restore(memory)
      parameters.forEach(({ value }, p) => value.set(values[p]))
    }
    return cause
  }

  return {
    step(lr, gradNorm) {
      // The copies' closures stay out of here: they would cost every step an allocation.
      if (!(gradNorm <= SAFE_NORM && lr * weightDecay <= SAFE_DECAY)) return carefulStep(lr)
      optimizer.step(lr)
      return null
    },
  }
}
