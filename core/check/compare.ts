import type { errorScales } from '../contract/verify'
import { formatShape, sizeOf } from '../math/floats'

/** How one tensor compares with what was expected of it. */
export interface TensorReport {
  readonly name: string
  readonly numElements: number
  /** The largest error over all elements, in the measure that `bound` is meant for; Infinity for NaN. */
  readonly maxError: number
  readonly bound: number
  readonly ok: boolean
  /** Index of the element with the largest error, with both of its values. */
  readonly worst: { readonly index: readonly number[]; readonly got: number; readonly want: number }
}

/**
 * What an error is measured against:
 * - `element`: 1 + |want|, the usual;
 * - `relative`: |want|, for values whose size is far below 1;
 * - `tensor`: 1 + the largest |want| of the tensor, for float32 sums whose terms cancel: their rounding
 * errors
 *   follow the terms, not what is left of them.
 */
export type ErrorScale = (typeof errorScales)[number]

export interface Tolerance {
  readonly bound: number
  /** @default 'element' */
  readonly scale?: ErrorScale
}

/**
 * Compares element by element:  |got - want| <= bound * scale
 * @throws {Error} if the lengths do not match the shape: that is a mistake of the caller.
 */
export function compareTensor(
  name: string,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  shape: readonly number[],
  { bound, scale = 'element' }: Tolerance,
): TensorReport {
  const size = sizeOf(shape)
  if (got.length !== size || want.length !== size) {
    throw new Error(`${name}: ${got.length} against ${want.length} elements for shape ${formatShape(shape)}`)
  }
  const errors = errorsOf(got, want, { bound, scale })
  const worst = errors.reduce((largest, error, i) => (error > errors[largest] ? i : largest), 0)
  const maxError = errors[worst] ?? 0
  const element = { index: unravel(worst, shape), got: got[worst], want: want[worst] }
  return { name, numElements: size, maxError, bound, ok: maxError <= bound, worst: element }
}

/**
 * The error of each element in the measure of `scale`: 0 where both are the same, infinite where either is
 * NaN.
 */
export function errorsOf(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  { scale = 'element' }: Tolerance,
): Float64Array {
  let largest = 0
  if (scale === 'tensor') for (const value of Array.from(want)) largest = Math.max(largest, Math.abs(value))
  return Float64Array.from({ length: want.length }, (_, i) => {
    const distance = Math.abs(got[i] - want[i])
    const unit = (scale === 'relative' ? 0 : 1) + (scale === 'tensor' ? largest : Math.abs(want[i]))
    const error = distance === 0 ? 0 : distance / unit
    return Number.isNaN(error) ? Infinity : error
  })
}

/** The index (i, j, ..) of the n-th element of a row-major tensor. */
export function unravel(n: number, shape: readonly number[]): number[] {
  const index: number[] = []
  let rest = n
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis])
    rest = Math.floor(rest / shape[axis])
  }
  return index
}
