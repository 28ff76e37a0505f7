import { describe, expect, it } from 'vitest'
import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import { createRandom } from '../math/random'
import { initializeModel } from './init'
import { createModel, type Model, type ModelSpec } from './model'
import { copyValues, findParameter } from './parameter'

const T = 6
const B = 3
const I = 2
const O = 4

function spec(changes: Partial<ModelSpec> = {}): ModelSpec {
  return {
    cell: 'lstm',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    residualScale: 1,
    embeddingSize: null,
    dropout: 0,
    learnInitialState: false,
    hiddenSize: 5,
    numLayers: 2,
    bias: true,
    bidirectional: false,
    init: 'orthogonal',
    initGain: 1,
    forgetBias: 1,
    inputSize: I,
    outputSize: O,
    ...changes,
  }
}

function create(changes: Partial<ModelSpec> = {}, dtype: Dtype = 'float64', seqLen = T): Model {
  const model = createModel(spec(changes), { seqLen, batch: B, dtype })
  initializeModel(model, 3)
  return model
}

function randomInput(dtype: Dtype = 'float64'): Float64Array | Float32Array {
  const random = createRandom(1)
  const values = Float64Array.from({ length: T * B * I }, random.normal)
  return dtype === 'float32' ? Float32Array.from(values) : values
}

const every = new Uint8Array(T).fill(1)
const grads = (model: Model): number[] => model.parameters.flatMap(({ grad }) => [...grad])

describe('a model', () => {
  it("has PyTorch's parameter names and shapes, layer by layer, then the head", () => {
    const { parameters } = create({ cell: 'gru', bidirectional: true })
    expect(parameters.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'rnn.weight_ih_l0 15x2',
      'rnn.weight_hh_l0 15x5',
      'rnn.bias_ih_l0 15',
      'rnn.bias_hh_l0 15',
      'rnn.weight_ih_l0_reverse 15x2',
      'rnn.weight_hh_l0_reverse 15x5',
      'rnn.bias_ih_l0_reverse 15',
      'rnn.bias_hh_l0_reverse 15',
      'rnn.weight_ih_l1 15x10',
      'rnn.weight_hh_l1 15x5',
      'rnn.bias_ih_l1 15',
      'rnn.bias_hh_l1 15',
      'rnn.weight_ih_l1_reverse 15x10',
      'rnn.weight_hh_l1_reverse 15x5',
      'rnn.bias_ih_l1_reverse 15',
      'rnn.bias_hh_l1_reverse 15',
      'head.weight 4x10',
      'head.bias 4',
    ])
    expect(create({ cell: 'rnn', bias: false, numLayers: 1 }).parameters.map(({ name }) => name)).toEqual([
      'rnn.weight_ih_l0',
      'rnn.weight_hh_l0',
      'head.weight',
      'head.bias',
    ])
  })

  it('reads the head at the supervised steps only, in their order', () => {
    const model = create()
    const all = model.forward(randomInput(), every).slice()
    for (const supervised of [
      [1, 0, 0, 1, 1, 0],
      [0, 0, 0, 0, 0, 1],
      [0, 1, 0, 1, 0, 1],
      [0, 0, 0, 0, 0, 0],
    ]) {
      const some = [...model.forward(randomInput(), Uint8Array.from(supervised))]
      const want = supervised.flatMap((flag, t) => (flag ? [...all.slice(t * B * O, (t + 1) * B * O)] : []))
      some.forEach((score, i) => expect(score).toBeCloseTo(want[i], 13))
      expect(some).toHaveLength(want.length)
    }
  })

  it('has the gradients of a mask that is full where a mask of zeros in the scores is used instead', () => {
    const masked = create()
    const full = create()
    const supervised = Uint8Array.of(1, 0, 0, 1, 1, 0)
    const some = masked.forward(randomInput(), supervised)
    masked.backward(some.map((score) => score / 2))
    const all = full.forward(randomInput(), every)
    full.backward(all.map((score, i) => (supervised[Math.floor(i / (B * O))] ? score / 2 : 0)))
    const want = grads(full)
    grads(masked).forEach((value, i) => expect(value).toBeCloseTo(want[i], 12))
  })

  it('adds to the gradients until they are cleared', () => {
    const model = create()
    const ones = new Float64Array(T * B * O).fill(1)
    model.forward(randomInput(), every)
    model.backward(ones)
    const once = grads(model)
    model.backward(ones)
    grads(model).forEach((value, i) => expect(value).toBeCloseTo(2 * once[i], 12))
    model.zeroGrad()
    expect(grads(model).every((value) => value === 0)).toBe(true)
    model.backward(ones)
    expect(grads(model)).toEqual(once)
  })

  it('counts the gradients of all of its cells that a step threshold cuts down', () => {
    const model = create()
    const scores = model.forward(randomInput(), every).slice()
    model.backward(scores)
    expect(model.numClipped).toBe(0)
    model.backward(scores, { stepThreshold: 1e-9 })
    expect(model.numClipped).toBe(model.layers.flat().reduce((sum, { numClipped }) => sum + numClipped, 0))
    expect(model.numClipped).toBeGreaterThan(0)
  })

  it('gives copies of its values, which stay when it goes on', () => {
    const { parameters } = create()
    const copies = copyValues(parameters)
    const before = parameters.map(({ value }) => [...value])
    for (const { value } of parameters) value.fill(7)
    expect(copies.map((copy) => [...copy])).toEqual(before)
  })

  it('gives the same bits again, from the same seed', () => {
    const run = (): number[] => {
      const model = create({ cell: 'gru', bidirectional: true })
      const scores = model.forward(randomInput(), every)
      model.backward(scores)
      return [...scores, ...grads(model)]
    }
    expect(run()).toEqual(run())
  })

  it('computes in float32 what float64 computes, within single precision', () => {
    const [single, double] = (['float32', 'float64'] as const).map((dtype) => {
      const model = create({}, dtype)
      const scores = model.forward(randomInput(dtype), every)
      model.backward(scores)
      return [...scores, ...grads(model)]
    })
    single.forEach((value, i) =>
      expect(Math.abs(value - double[i])).toBeLessThan(1e-5 * (1 + Math.abs(double[i]))),
    )
    expect(single).not.toEqual(double)
  })
})

describe('states', () => {
  for (const cell of ['rnn', 'residual', 'gru', 'lstm'] as const) {
    it(`carried on, two halves of a sequence give the scores of the whole: ${cell}`, () => {
      const whole = create({ cell })
      const want = [...whole.forward(randomInput(), every)]
      const half = create({ cell })
      const first = [...half.forward(randomInput().subarray(0, 4 * B * I), new Uint8Array(4).fill(1))]
      half.carryState()
      const second = [...half.forward(randomInput().subarray(4 * B * I), new Uint8Array(2).fill(1))]
      ;[...first, ...second].forEach((score, i) => expect(score).toBeCloseTo(want[i], 13))
      half.finalState.h.forEach((value, i) => expect(value).toBeCloseTo(whole.finalState.h[i], 13))
    })
  }

  it('start from zeros again after a reset', () => {
    const model = create()
    const fresh = [...model.forward(randomInput(), every)]
    model.carryState()
    expect([...model.forward(randomInput(), every)]).not.toEqual(fresh)
    model.resetState()
    expect([...model.forward(randomInput(), every)]).toEqual(fresh)
  })

  it('of a bidirectional net cannot be carried', () => {
    expect(() => create({ bidirectional: true }).carryState()).toThrow('half of it comes from the future')
  })

  it('of a short pass in both directions do not depend on a longer one before it', () => {
    const model = create({ bidirectional: true })
    const short = (each: Model): number[] => [...each.forward(randomInput(), Uint8Array.of(1, 1))]
    const want = short(create({ bidirectional: true }))
    model.forward(randomInput(), every)
    expect(short(model)).toEqual(want)
  })
})

describe('what a model refuses', () => {
  it('a gradient that does not belong to the last scores', () => {
    const model = create()
    model.forward(randomInput(), every)
    expect(() => model.backward(new Float64Array(3))).toThrow(
      `gradScores has 3 elements, expected ${T * B * O}`,
    )
  })

  it('a step threshold that is not above 0', () => {
    const model = create()
    const scores = model.forward(randomInput(), every)
    for (const stepThreshold of [0, -1, NaN]) {
      expect(() => model.backward(scores, { stepThreshold })).toThrow(`stepThreshold is ${stepThreshold}`)
    }
  })

  it('an input that is too short and a buffer for its gradient that is', () => {
    const model = create()
    const short = new Float64Array(T * B * I - 1)
    expect(() => model.forward(short, every)).toThrow(`input has ${short.length} elements`)
    model.forward(randomInput(), every)
    expect(() => model.computeGradInput(short)).toThrow(`gradInput has ${short.length} elements`)
  })

  it('a pass of no step, or of more than it was made for', () => {
    const model = create()
    const input = new Float64Array(2 * T * B * I)
    for (const steps of [0, T + 1]) {
      expect(() => model.forward(input, new Uint8Array(steps).fill(1))).toThrow(
        `a pass of ${steps} steps, expected 1 to ${T}`,
      )
    }
    expect(model.forward(input, every).length).toBe(T * B * O)
  })

  it('two directions for a cell that has one only', () => {
    expect(() => create({ cell: 'residual', bidirectional: true })).toThrow(
      'bidirectional is true, but the residual cell has one direction only',
    )
  })

  it('the name of a parameter that it does not have, listing those that it has', () => {
    const { parameters } = create({ numLayers: 1 })
    const names = parameters.map(({ name }) => name)
    expect(findParameter(parameters, names[1]!)).toBe(parameters[1])
    expect(() => findParameter(parameters, 'rnn.weight')).toThrow(
      `no parameter rnn.weight, there are ${names.join(', ')}`,
    )
  })
})

describe('in float32 each pass is worth as much as the first', () => {
  const cells: Partial<ModelSpec>[] = [
    { cell: 'rnn' },
    { cell: 'rnn', nonlinearity: 'relu', bias: false },
    { cell: 'residual' },
    { cell: 'gru' },
    { cell: 'gru', gruVariant: 'resetBefore' },
    { cell: 'lstm' },
    { cell: 'lstm', bidirectional: true },
  ]

  function pass(model: Model, input: Float64Array | Float32Array, steps: number): number[] {
    model.resetState()
    model.zeroGrad()
    const scores = model.forward(input, every.subarray(0, steps))
    model.backward(scores.slice())
    const gradInput = input.slice()
    model.computeGradInput(gradInput)
    return [...scores, ...grads(model), ...gradInput.subarray(0, steps * B * I)]
  }

  it.each(cells)('%o', (changes) => {
    const input = allocate('float32', T * B * I)
    input.set(randomInput())
    const model = create(changes, 'float32')
    // Of different lengths and on different numbers, each as a model computes it that has done nothing
    // before.
    for (const [steps, factor] of [
      [T, 1],
      [T, 2],
      [T - 2, 1],
      [T, 1],
    ]) {
      input.forEach((value, i) => (input[i] = value * factor))
      const numbers = pass(model, input, steps)
      expect(numbers).toEqual(pass(create(changes, 'float32'), input, steps))
      const exact = pass(create(changes, 'float64'), Float64Array.from(input), steps)
      numbers.forEach((value, i) => {
        expect(Math.abs(value - exact[i])).toBeLessThan(1e-4 * Math.max(1, Math.abs(exact[i])))
      })
    }
  })
})
