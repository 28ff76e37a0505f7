import { createRandom } from '../math/random'
import { allocateFloat32, within } from './simd/arena'

/** Small and large numbers, zeros of both signs, subnormal ones, infinities and NaN. */
const odd = [0, -0, 1e-45, -3e-40, 1e-38, 2e-31, -1e-20, 1e20, 87, -88, 3e38, -Infinity, Infinity, NaN]

/** Of a seed, a share of them odd ones. */
export function randomNumbers(length: number, seed: number, oddShare = 0): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () =>
    random.uniform() < oddShare ? odd[random.integer(odd.length)] : random.normal(),
  )
}

/** A copy within reach of the kernels. */
export function inside(x: Float32Array): Float32Array {
  const copy = allocateFloat32(x.length)
  copy.set(x)
  if (!within(copy)) throw new Error('there are no kernels on this platform')
  return copy
}

/** The bits, all NaN alike: which of them an operation gives is left open by the standard. */
export function bits(x: Float32Array): Uint32Array {
  const result = new Uint32Array(x.slice().buffer)
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) result[i] = NAN_BITS
  return result
}

/** One of the many. */
const NAN_BITS = 0x7fc00000

/** Where the bits of two arrays first differ, with both numbers there; null where they are the same. */
export function firstDifference(a: Float32Array, b: Float32Array): readonly number[] | null {
  const [left, right] = [bits(a), bits(b)]
  const at = left.findIndex((value, i) => value !== right[i])
  return at < 0 && a.length === b.length ? null : [at, a[at], b[at]]
}
