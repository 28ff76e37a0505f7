import type { RtrlReport } from '../contract/verify'
import { createRandom, deriveSeed } from '../math/random'
import { comparedTensor } from './comparedTensor'
import { countedBptt, rtrl, type RecurrentProblem } from './rtrl'

export interface RtrlSizes {
  readonly seqLen: number
  readonly inputSize: number
  readonly hiddenSize: number
}

/** Both sum the same float64 numbers in another order, over H products at each of T steps. */
const BOUND = 1e-12

/**
 * The gradient of a tanh RNN by real-time recurrent learning beside that by BPTT, and what each costs. The
 * recurrent weights have a spectral radius of about 0.9, so that nothing explodes over many steps; every
 * state has a target, and the loss is half the squared distance.
 */
export function compareRtrl(sizes: RtrlSizes, seed = 0): RtrlReport {
  const problem = drawProblem(sizes, seed)
  const forwards = rtrl(problem)
  const backwards = countedBptt(problem)
  const { inputSize: I, hiddenSize: H } = sizes
  const compare = (name: string, got: Float64Array, want: Float64Array, shape: number[]) =>
    comparedTensor(name, got, want, shape, { bound: BOUND, scale: 'tensor' })
  const tensors = [
    compare('weight_ih_l0', forwards.weightIh, backwards.weightIh, [H, I]),
    compare('weight_hh_l0', forwards.weightHh, backwards.weightHh, [H, H]),
    compare('bias_ih_l0', forwards.bias, backwards.bias, [H]),
  ]
  return {
    ...sizes,
    tensors,
    ok: tensors.every(({ ok }) => ok),
    rtrl: { operations: forwards.operations, memory: forwards.memory },
    bptt: { operations: backwards.operations, memory: backwards.memory },
  }
}

function drawProblem({ seqLen, inputSize, hiddenSize }: RtrlSizes, seed: number): RecurrentProblem {
  const random = createRandom(deriveSeed(seed, 'rtrl'))
  const normals = (length: number, scale: number): Float64Array =>
    Float64Array.from({ length }, () => scale * random.normal())
  const targets = normals(seqLen * hiddenSize, 0.5)
  return {
    ...{ inputSize, hiddenSize },
    weightIh: normals(hiddenSize * inputSize, 0.5),
    weightHh: normals(hiddenSize * hiddenSize, 0.9 / Math.sqrt(hiddenSize)),
    biasIh: normals(hiddenSize, 0.3),
    biasHh: normals(hiddenSize, 0.3),
    input: normals(seqLen * inputSize, 1),
    h0: normals(hiddenSize, 0.5),
    gradLoss: (t, h, out) => h.forEach((value, k) => (out[k] = value - targets[t * hiddenSize + k])),
  }
}
