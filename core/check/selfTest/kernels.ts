import type { Backend } from '../../kernels/backend'
import { backendFor } from '../../kernels/backends'
import { operations, type OperationName } from '../../kernels/operations'
import { scalarBackends } from '../../kernels/scalar/backend'
import type { Dtype, Floats } from '../../math/floats'
import { createRandom } from '../../math/random'
import { createTally, type Tallied } from './tally'

/** Of a length that no kernel's stride divides, so that what is left over is computed too. */
const LENGTH = 1003
/** Rows, columns and depth of the products. */
const [M, N, K] = [13, 37, 141]

/** The kernels that this machine trains with, bit for bit against plain loops. */
export function testKernels(): Tallied {
  const tally = createTally()
  for (const dtype of ['float64', 'float32'] as const) {
    for (const name of Object.keys(operations) as OperationName[]) {
      const blocks = [0, 1, 2, 3].map((seed) => randomNumbers(dtype, LENGTH, seed))
      const [got, want] = onBoth(dtype, blocks, (backend, out, ...inputs) => {
        type Operation = (...operands: Floats[]) => void
        const numInputs = scalarBackends[dtype].operations[name].length - 1
        ;(backend.operations[name] as Operation)(out, ...inputs.slice(0, numInputs))
      })
      tally.bits(`${dtype} ${name}`, got, want)
    }
    const operands = [M * N, M * K, N * K].map((length, seed) => randomNumbers(dtype, length, seed))
    const [product, expected] = onBoth(dtype, operands, (backend, out, x, weight) => {
      const weights = backend.createWeightBlocks(weight, 1, N, K)
      weights.prepareForward()
      weights.forward(0, out, 0, x, 0, M, true)
    })
    tally.bits(`${dtype} product`, product, expected)
    const sums = [N * K, M * N, M * K].map((length, seed) => randomNumbers(dtype, length, seed))
    const [gradient, expectedGradient] = onBoth(dtype, sums, ({ batchSums }, out, delta, x) => {
      batchSums.addProducts(out, 0, delta, 0, x, 0, N, K, 1, M, M)
    })
    tally.bits(`${dtype} gradient`, gradient, expectedGradient)
  }
  return tally.result()
}

/** The first block after `run`, by the kernels and by plain loops. */
function onBoth(
  dtype: Dtype,
  blocks: readonly Floats[],
  run: (backend: Backend, out: Floats, ...inputs: Floats[]) => void,
): [Floats, Floats] {
  const [got, want] = [backendFor(dtype), scalarBackends[dtype]].map((backend) => {
    const [out, ...inputs] = blocks.map((block) => {
      const copy = backend.allocate(block.length)
      copy.set(block)
      return copy
    })
    run(backend, out, ...inputs)
    return out
  })
  return [got, want]
}

function randomNumbers(dtype: Dtype, length: number, seed: number): Floats {
  const random = createRandom(seed)
  const numbers = dtype === 'float32' ? new Float32Array(length) : new Float64Array(length)
  return numbers.map(() => random.normal())
}
