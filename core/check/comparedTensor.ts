import type { ComparedTensor } from '../contract/verify'
import { MOST_SHOWN_ELEMENTS } from '../contract/verify'
import { compareTensor, errorsOf, type Tolerance } from './compare'

/**
 * A comparison with the elements themselves, the largest error first, for whoever wants to see them.
 * @throws {Error} if the lengths do not match the shape.
 */
export function comparedTensor(
  name: string,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  shape: readonly number[],
  tolerance: Tolerance,
): ComparedTensor {
  const { maxError, bound, ok } = compareTensor(name, got, want, shape, tolerance)
  const errors = errorsOf(got, want, tolerance)
  const places = Array.from(errors, (_, i) => i).sort((a, b) => errors[b] - errors[a] || a - b)
  const at = Float64Array.from(places.slice(0, MOST_SHOWN_ELEMENTS))
  return {
    ...{ name, shape: [...shape], maxError, bound, ok, scale: tolerance.scale ?? 'element' },
    ...{ at, got: at.map((i) => got[i]), want: at.map((i) => want[i]) },
  }
}
