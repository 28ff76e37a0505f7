import { describe, expect, it } from 'vitest'
import { allocate } from '../kernels/backends'
import type { Dtype } from '../math/floats'
import { createRandom } from '../math/random'
import { Recurrent, type RecurrentSettings } from '../nn/recurrent'
import type { Cell } from './cell'

/* What cells do with the sequences of a batch, of whole nets with random numbers. */

const T = 4
const I = 2
const H = 3

const nets: readonly Partial<RecurrentSettings>[] = [
  { cell: 'rnn' },
  { cell: 'rnn', bias: false },
  { cell: 'rnn', bidirectional: true },
  { cell: 'residual' },
  { cell: 'residual', residualScale: 0.3 },
  { cell: 'gru' },
  { cell: 'gru', gruVariant: 'resetBefore' },
  { cell: 'gru', bidirectional: true },
  { cell: 'lstm' },
  { cell: 'lstm', bias: false, bidirectional: true },
]

/**
 * A net of one layer after passes both ways over these sequences, each with its own gradient at every output.
 */
function pass(
  settings: Partial<RecurrentSettings>,
  sequences: readonly number[],
  dtype: Dtype,
  times = 1,
): Recurrent {
  const batch = sequences.length
  const net = new Recurrent(
    {
      ...{
        cell: 'rnn',
        nonlinearity: 'tanh',
        gruVariant: 'resetAfter',
        residualScale: 1,
        inputSize: I,
        hiddenSize: H,
      },
      ...{ numLayers: 1, bias: true, bidirectional: false },
      ...settings,
    },
    { seqLen: T, batch, dtype },
  )
  const weights = createRandom(1)
  for (const { value } of net.parameters)
    for (let i = 0; i < value.length; i++) value[i] = weights.normal() / 2
  const input = allocate(dtype, T * batch * I)
  const width = net.gradOutput.length / (T * batch)
  sequences.forEach((sequence, b) => {
    const random = createRandom(100 + sequence)
    for (let i = 0; i < net.initialState.h.length / (batch * H); i++) {
      for (let k = 0; k < H; k++) net.initialState.h[(i * batch + b) * H + k] = random.normal()
    }
    for (let t = 0; t < T; t++) {
      for (let i = 0; i < I; i++) input[(t * batch + b) * I + i] = random.normal()
    }
  })
  for (let time = 0; time < times; time++) {
    net.forward(input, T)
    sequences.forEach((sequence, b) => {
      const random = createRandom(200 + sequence)
      for (let t = 0; t < T; t++) {
        for (let o = 0; o < width; o++) net.gradOutput[(t * batch + b) * width + o] = random.normal()
      }
    })
    net.backward()
  }
  return net
}

const gradients = (net: Recurrent): number[][] => net.parameters.map(({ grad }) => [...grad])

describe.each(nets)('%o', (settings) => {
  it.each<[Dtype, number]>([
    ['float64', 1e-12],
    ['float32', 1e-4],
  ])('sums the gradients of a large batch over its sequences, in %s', (dtype, bound) => {
    // Large enough to be summed in two parts.
    const sequences = Array.from({ length: 21 }, (_, i) => i)
    const whole = gradients(pass(settings, sequences, dtype))
    const alone = sequences.map((sequence) => gradients(pass(settings, [sequence], dtype)))
    whole.forEach((gradient, p) => {
      gradient.forEach((value, i) => {
        const sum = alone.reduce((total, each) => total + each[p]![i]!, 0)
        expect(Math.abs(value - sum)).toBeLessThan(bound * (1 + Math.abs(sum)))
      })
    })
  })

  it.each<Dtype>(['float64', 'float32'])('adds the same again in a second pass, in %s', (dtype) => {
    const sequences = Array.from({ length: 17 }, (_, i) => i)
    const [once, twice] = [1, 2].map((times) => gradients(pass(settings, sequences, dtype, times)))
    twice!.forEach((gradient, p) => {
      gradient.forEach((value, i) =>
        expect(value).toBeCloseTo(2 * once![p]![i]!, dtype === 'float64' ? 9 : 3),
      )
    })
  })

  it.each<Dtype>(['float64', 'float32'])('adds the gradient of its input when asked to, in %s', (dtype) => {
    const cell = pass(settings, [5, 6, 7], dtype).layers[0]!.cells[0]!
    const gradInput = allocate(dtype, T * 3 * I)
    cell.computeGradInput(gradInput, 0, false)
    const once = [...gradInput]
    cell.computeGradInput(gradInput, 0, true)
    gradInput.forEach((value, i) => expect(value).toBeCloseTo(2 * once[i]!, dtype === 'float64' ? 12 : 5))
    cell.computeGradInput(gradInput, 0, false)
    expect([...gradInput]).toEqual(once)
  })

  it.each<Dtype>(['float64', 'float32'])('is replicated from one sequence of a %s batch', (dtype) => {
    const { layers } = pass(settings, [5, 6, 7], dtype)
    for (const cell of layers[0]!.cells) {
      const replica = cell.replicate(1, 4)
      expect(replica.sizes).toEqual({ ...cell.sizes, batch: 4 })
      expect([replica.steps, replica.h.length]).toEqual([T, (T + 1) * 4 * H])
      expect(replica.h).toBeInstanceOf(Float64Array)
      // A gradient of the last state by each unit, and one of nothing.
      const last = cell.isReversed ? 0 : T - 1
      for (let unit = 0; unit < H; unit++) replica.gradH[(last * 4 + unit) * H + unit] = 1
      replica.backwardSteps(Infinity)
      const want = oneByOne(cell, last)
      want.forEach((gradient, unit) => {
        gradient.forEach((value, k) => expect(replica.gradH0[unit * H + k]).toBeCloseTo(value, 5))
      })
      expect([...replica.gradH0.subarray(H * H)]).toEqual([0, 0, 0])
    }
  })

  it('is replicated again without more of the memory that is not given back, and without gradients', () => {
    for (const cell of pass(settings, [5, 6, 7], 'float64').layers[0]!.cells) {
      const first = cell.replicate(1, 4)
      first.gradH.fill(1)
      const before = allocate('float64', 1).byteOffset
      const again = cell.replicate(1, 4)
      expect(allocate('float64', 1).byteOffset - before).toBeLessThanOrEqual(64)
      expect(again.gradH.every((value) => value === 0)).toBe(true)
      expect(again.h).toEqual(first.h)
    }
  })
})

/**
 * dL/dh of the initial state of sequence 1 for a gradient of 1 at each unit of its state at `step`, one after
 * the other.
 */
function oneByOne(cell: Cell, step: number): number[][] {
  const { batch } = cell.sizes
  return Array.from({ length: H }, (_, unit) => {
    cell.gradH.fill(0)
    cell.gradC?.fill(0)
    cell.gradH[(step * batch + 1) * H + unit] = 1
    cell.backwardSteps(Infinity)
    return [...cell.gradH0.subarray(H, 2 * H)]
  })
}
