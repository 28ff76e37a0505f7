import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random'
import type { RecurrentProblem } from './rtrl'
import { countedBptt, rtrl } from './rtrl'

function problem(numSteps: number, inputSize: number, hiddenSize: number): RecurrentProblem {
  const random = createRandom(21)
  const normals = (length: number, scale: number): Float64Array =>
    Float64Array.from({ length }, () => scale * random.normal())
  const targets = normals(numSteps * hiddenSize, 1)
  return {
    inputSize,
    hiddenSize,
    weightIh: normals(hiddenSize * inputSize, 0.5),
    weightHh: normals(hiddenSize * hiddenSize, 1.2 / Math.sqrt(hiddenSize)),
    biasIh: normals(hiddenSize, 0.3),
    biasHh: normals(hiddenSize, 0.3),
    input: normals(numSteps * inputSize, 1),
    h0: normals(hiddenSize, 0.5),
    gradLoss: (t, h, out) => h.forEach((value, k) => (out[k] = value - targets[t * hiddenSize + k])),
  }
}

describe('rtrl', () => {
  it.each([
    [1, 1, 1],
    [12, 3, 4],
    [30, 2, 6],
  ])('equals BPTT over %i steps with %i inputs and %i units', (numSteps, inputSize, hiddenSize) => {
    const example = problem(numSteps, inputSize, hiddenSize)
    const forwards = rtrl(example)
    const backwards = countedBptt(example)
    for (const name of ['weightIh', 'weightHh', 'bias'] as const) {
      forwards[name].forEach((value, i) => {
        expect(Math.abs(value - backwards[name][i])).toBeLessThan(1e-10 * (1 + Math.abs(value)))
      })
    }
  })

  it('is worked by hand for one unit and two steps', () => {
    const example: RecurrentProblem = {
      inputSize: 1,
      hiddenSize: 1,
      weightIh: [0.5],
      weightHh: [2],
      biasIh: [0],
      biasHh: [0],
      input: [1, 0],
      h0: [0],
      gradLoss: (t, _h, out) => (out[0] = t === 1 ? 1 : 0),
    }
    const h1 = Math.tanh(0.5)
    const h2 = Math.tanh(2 * h1)
    const { weightIh, weightHh, bias } = rtrl(example)
    expect(weightHh[0]).toBeCloseTo((1 - h2 * h2) * h1, 14)
    expect(weightIh[0]).toBeCloseTo((1 - h2 * h2) * 2 * (1 - h1 * h1), 14)
    expect(bias[0]).toBeCloseTo((1 - h2 * h2) * (1 + 2 * (1 - h1 * h1)), 14)
  })

  it('costs T (H + 2) H n products for n = H (I + H + 1) parameters and keeps H n numbers, however long', () => {
    const [short, long] = [rtrl(problem(10, 2, 5)), rtrl(problem(40, 2, 5))]
    expect(short.operations).toBe(10 * 7 * 5 * 40)
    expect(long.operations).toBe(4 * short.operations)
    expect([short.memory, long.memory]).toEqual([200, 200])
  })

  it('stands beside BPTT, which costs T (H² + n) products and keeps (T + 1) H numbers', () => {
    const { operations, memory } = countedBptt(problem(10, 2, 5))
    expect(operations).toBe(10 * (25 + 40))
    expect(memory).toBe(55)
  })
})
