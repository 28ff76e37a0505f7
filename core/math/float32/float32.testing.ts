import { createRandom } from '../random'
import { allocateFloat32, within } from './arena'

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
export function bits(x: Float32Array): number[] {
  return [...x].map((value) => (Number.isNaN(value) ? -1 : new Uint32Array(Float32Array.of(value).buffer)[0]))
}
