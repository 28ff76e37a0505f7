import type { Dtype, Floats } from '../math/floats'
import { dtypeOf } from '../math/floats'
import { createRandom } from '../math/random'
import { arenas } from './simd/arena'

/** Small and large numbers, zeros of both signs, subnormal ones, infinities and NaN. */
const odd: Readonly<Record<Dtype, readonly number[]>> = {
  float32: [0, -0, 1e-45, -3e-40, 1e-38, 2e-31, -1e-20, 1e20, 87, -88, 3e38, -Infinity, Infinity, NaN],
  float64: [
    0,
    -0,
    5e-324,
    -3e-310,
    1e-300,
    -1e-9,
    1e20,
    19.9,
    708,
    -708.5,
    709.9,
    -745.2,
    1e300,
    -Infinity,
    Infinity,
    NaN,
  ],
}

/** Of a seed, a share of them odd ones. */
export function randomNumbers(dtype: Dtype, length: number, seed: number, oddShare = 0): Floats {
  const random = createRandom(seed)
  const numbers = dtype === 'float32' ? new Float32Array(length) : new Float64Array(length)
  return numbers.map(() =>
    random.uniform() < oddShare ? odd[dtype][random.integer(odd[dtype].length)] : random.normal(),
  )
}

/** A copy within reach of the kernels. */
export function inside(x: Floats): Floats {
  const arena = arenas[dtypeOf(x)]
  const copy = arena.allocate(x.length)
  copy.set(x)
  if (!arena.within(copy)) throw new Error('there are no kernels on this platform')
  return copy
}

/**
 * Where the bits of two arrays first differ, with both numbers there; null where they are the same. All NaN
 * are alike.
 */
export function firstDifference(a: Floats, b: Floats): readonly number[] | null {
  const at = a.findIndex((value, i) => !Object.is(value, b[i]))
  return at < 0 && a.length === b.length ? null : [at, a[at], b[at]]
}
