import { describe, expect, it } from 'vitest'
import part3 from './reference/part3_forward.json'
import part4 from './reference/part4_backward.json'
import { doubleSums } from './doubleSum'
import { createRandom } from '../math/random'
import { rnnBackward, rnnForward } from './rnn'
import type { Parameters } from './rnnCell'
import { crossEntropyScores } from './rnnCell'
import type { Nested, Tensor } from './tensor'
import { at, atTime, clone, fromNested, setAtTime, zeros } from './tensor'

const TOLERANCE = 1e-12

function worstError(got: Tensor, want: Tensor): number {
  expect(got.shape).toEqual(want.shape)
  return got.data.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - want.data[i]) / (1 + Math.abs(want.data[i]))),
    0,
  )
}

function expectTensor(got: Tensor, want: Nested): void {
  expect(worstError(got, fromNested(want))).toBeLessThanOrEqual(TOLERANCE)
}

function readParameters(inputs: Record<'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', Nested>): Parameters {
  const { Wax, Waa, Wya, ba, by } = inputs
  return {
    Wax: fromNested(Wax),
    Waa: fromNested(Waa),
    Wya: fromNested(Wya),
    ba: fromNested(ba),
    by: fromNested(by),
  }
}

describe('rnnForward', () => {
  const { inputs, outputs, printed } = part3
  const { a, yPred, caches } = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), readParameters(inputs))

  it('reproduces every number of part 3', () => {
    expectTensor(a, outputs.a)
    expectTensor(yPred, outputs.y_pred)
    expect(a.shape).toEqual(printed['a.shape'])
    expect(yPred.shape).toEqual(printed['y_pred.shape'])
  })

  it('reproduces the rows that the homework prints', () => {
    printed['a[4][1]'].forEach((value, t) => expect(at(a, 4, 1, t)).toBeCloseTo(value, 12))
    printed['y_pred[1][3]'].forEach((value, t) => expect(at(yPred, 1, 3, t)).toBeCloseTo(value, 12))
    printed['caches[1][1][3]'].forEach((value, t) => expect(at(caches.x, 1, 3, t)).toBe(value))
  })

  it('keeps a cache a step with the states and input of that step', () => {
    expect(caches.steps).toHaveLength(outputs.caches.length)
    outputs.caches.forEach((want, t) => {
      expectTensor(caches.steps[t].aNext, want.a_next)
      expectTensor(caches.steps[t].aPrev, want.a_prev)
      expectTensor(caches.steps[t].xt, want.xt)
    })
  })
})

describe('rnnBackward', () => {
  const { inputs, forward, outputs, printed } = part4
  const parameters = readParameters(inputs)
  const { a, yPred, caches } = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), parameters)
  const gradients = rnnBackward(fromNested(inputs.da), caches)

  it('reproduces every number of part 4', () => {
    expectTensor(a, forward.a)
    expectTensor(yPred, forward.y_pred)
    expectTensor(gradients.dx, outputs.dx)
    expectTensor(gradients.da0, outputs.da0)
    expectTensor(gradients.dWax, outputs.dWax)
    expectTensor(gradients.dWaa, outputs.dWaa)
    expectTensor(gradients.dba, outputs.dba)
  })

  it('reproduces the elements that the homework prints', () => {
    printed['dx[1][2]'].forEach((value, t) => expect(at(gradients.dx, 1, 2, t)).toBeCloseTo(value, 12))
    expect(at(gradients.da0, 2, 3)).toBeCloseTo(printed['da0[2][3]'], 12)
    expect(at(gradients.dWax, 3, 1)).toBeCloseTo(printed['dWax[3][1]'], 12)
    expect(at(gradients.dWaa, 1, 2)).toBeCloseTo(printed['dWaa[1][2]'], 12)
    expect(at(gradients.dba, 4, 0)).toBeCloseTo(printed['dba[4]'][0], 12)
  })

  it('does not notice weights that are changed in place after the forward pass', () => {
    const own = { ...parameters, Waa: clone(parameters.Waa) }
    const pass = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), own)
    own.Waa.data.fill(0)
    expect(rnnBackward(fromNested(inputs.da), pass.caches)).toEqual(gradients)
  })
})

/** A small net with a cross-entropy loss at every step, all parts drawn from one seed. */
function smallExample(numSteps: number, batch: number) {
  const random = createRandom(11)
  const draw = (...shape: number[]): Tensor => {
    const tensor = zeros(...shape)
    tensor.data.forEach((_, i) => (tensor.data[i] = 0.7 * random.normal()))
    return tensor
  }
  const parameters = { Wax: draw(4, 3), Waa: draw(4, 4), Wya: draw(2, 4), ba: draw(4, 1), by: draw(2, 1) }
  const targets = Array.from({ length: numSteps }, () =>
    Array.from({ length: batch }, () => random.integer(2)),
  )
  return { parameters, x: draw(3, batch, numSteps), a0: draw(4, batch), targets }
}

describe('the output layer, which the homework never differentiates', () => {
  const { parameters, x, a0, targets } = smallExample(5, 3)
  const T = targets.length

  function loss(): number {
    const { yPred } = rnnForward(x, a0, parameters)
    let sum = 0
    targets.forEach((row, t) => row.forEach((target, m) => (sum -= Math.log(at(yPred, target, m, t)))))
    return sum
  }

  const { yPred, caches } = rnnForward(x, a0, parameters)
  const dScores = zeros(2, 3, T)
  targets.forEach((row, t) => setAtTime(dScores, t, crossEntropyScores(atTime(yPred, t), row)))
  const gradients = rnnBackward(zeros(4, 3, T), caches, dScores)

  it.each([
    ['Wya', parameters.Wya, gradients.dWya],
    ['by', parameters.by, gradients.dby],
    ['Waa', parameters.Waa, gradients.dWaa],
    ['Wax', parameters.Wax, gradients.dWax],
    ['ba', parameters.ba, gradients.dba],
    ['x', x, gradients.dx],
    ['a0', a0, gradients.da0],
  ])('gets the gradient of %s that central differences find', (_, { data }, gradient) => {
    for (let i = 0; i < data.length; i++) {
      const kept = data[i]
      data[i] = kept + 1e-5
      const above = loss()
      data[i] = kept - 1e-5
      const below = loss()
      data[i] = kept
      const numeric = (above - below) / 2e-5
      expect(Math.abs(gradient.data[i] - numeric)).toBeLessThan(1e-8 * (1 + Math.abs(numeric)))
    }
  })
})

describe('doubleSums, exercise 6-2', () => {
  it.each([
    [1, 1],
    [2, 1],
    [7, 1],
    [20, 3],
  ])('equal BPTT for T = %i and batch %i', (numSteps, batch) => {
    const { parameters, x, a0 } = smallExample(numSteps, batch)
    const da = zeros(4, batch, numSteps)
    const random = createRandom(5)
    da.data.forEach((_, i) => (da.data[i] = random.normal()))
    const { caches } = rnnForward(x, a0, parameters)
    const bptt = rnnBackward(da, caches)
    const sums = doubleSums(da, caches)
    expect(worstError(sums.dWaa, bptt.dWaa)).toBeLessThan(1e-12)
    expect(worstError(sums.dWax, bptt.dWax)).toBeLessThan(1e-12)
    expect(worstError(sums.dba, bptt.dba)).toBeLessThan(1e-12)
  })

  it('equal the gradients of part 4', () => {
    const { inputs, outputs } = part4
    const { caches } = rnnForward(fromNested(inputs.x), fromNested(inputs.a0), readParameters(inputs))
    const sums = doubleSums(fromNested(inputs.da), caches)
    expectTensor(sums.dWax, outputs.dWax)
    expectTensor(sums.dWaa, outputs.dWaa)
    expectTensor(sums.dba, outputs.dba)
  })
})
