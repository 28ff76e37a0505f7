import { npy } from '../../formats/npy'
import { readSafetensors, writeSafetensors } from '../../formats/safetensors'
import { createRandom } from '../../math/random'
import { createTally, type Tallied } from './tally'

/** Zeros of both signs, the least and the greatest numbers, subnormal ones, and decimals that are none. */
const odd = [0, -0, 5e-324, -3e-310, 2 ** -1022, 1e-45, 0.1, 1 / 3, 2 ** 53 - 1, 1.7976931348623157e308]

/** Numbers that are written and read again have the bits that they had. */
export function testNumberFormats(): Tallied {
  const tally = createTally()
  const random = createRandom(3)
  const drawn = Array.from({ length: 500 }, () => random.normal() * 2 ** (random.integer(600) - 300))
  const wide = Float64Array.from([...odd, ...drawn])
  const narrow = Float32Array.from(wide)
  const shape = [wide.length]

  const file = writeSafetensors(
    new Map([
      ['wide', { dtype: 'F64', shape, data: wide }],
      ['narrow', { dtype: 'F32', shape, data: narrow }],
    ]),
    new Map(),
  )
  const { tensors } = readSafetensors(file)
  tally.bits('safetensors F64', tensors.get('wide')!.data as Float64Array, wide)
  tally.bits('safetensors F32', tensors.get('narrow')!.data as Float32Array, narrow)

  // numpy's arrays end with their numbers.
  const array = npy({ shape, data: wide })
  tally.bits('npy float64', new Float64Array(array.slice(array.length - wide.byteLength).buffer), wide)

  const text = [...wide].map((value) => (Object.is(value, -0) ? '-0' : String(value)))
  tally.bits('decimals', text.map(Number), wide)
  tally.bits('JSON', JSON.parse(`[${text.join()}]`) as number[], wide)
  return tally.result()
}
