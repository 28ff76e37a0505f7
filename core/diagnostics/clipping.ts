import type { Floats } from '../math/floats'
import { norm } from '../math/norms'

/**
 * The cosine of the angle between two gradients g and g' of the same parameters, over all their elements:
 *
 *     cos = g·g' / (‖g‖ ‖g'‖)
 *
 * From -1 to 1; NaN where either is 0 or not finite. Numbers are divided by the norms before they are
 * multiplied, so that no product overflows.
 */
export function cosine(before: readonly Floats[], after: readonly Floats[]): number {
  const [normBefore, normAfter] = [totalNorm(before), totalNorm(after)]
  let sum = 0
  before.forEach((grad, p) => {
    for (let i = 0; i < grad.length; i++) sum += (grad[i] / normBefore) * (after[p][i] / normAfter)
  })
  return Math.min(1, Math.max(-1, sum))
}

/** Share, 0 to 1, of the elements whose size is above `limit`. */
export function shareBeyond(grads: readonly Floats[], limit: number): number {
  let [beyond, count] = [0, 0]
  for (const grad of grads) {
    count += grad.length
    for (const value of grad) if (Math.abs(value) > limit) beyond++
  }
  return beyond / count
}

function totalNorm(grads: readonly Floats[]): number {
  const norms = Float64Array.from(grads, (grad) => norm(grad, 0, grad.length))
  return norm(norms, 0, norms.length)
}
