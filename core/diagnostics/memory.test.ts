import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { createModel } from '../nn/model'
import { findParameter } from '../nn/parameter'
import { createMemoryProbe, memoryLength } from './memory'
import { complete, runToEnd } from '../train/trainer.testing'
import { createTrainer } from '../train/trainer'

/**
 * One update of one unit with positive weights, which relu leaves linear: h = 3 x + 0.2 h', scores 4 h and 3
 * h.
 */
function linear(changes: Partial<ExperimentInput['train']> = {}) {
  const trainer = createTrainer(
    complete({
      task: { name: 'parity', seqLen: 6 },
      model: { cell: 'rnn', nonlinearity: 'relu', hiddenSize: 1, bias: false },
      train: { updates: 1, batch: 2, ...changes },
    }),
  )
  runToEnd(trainer)
  const set = (name: string, values: number[]) =>
    findParameter(trainer.model.parameters, name).value.set(values)
  set('rnn.weight_ih_l0', [3])
  set('rnn.weight_hh_l0', [0.2])
  set('head.weight', [4, 3])
  // At 0 relu would have no slope.
  trainer.stream.batch.input.fill(1)
  return trainer
}

describe('measured memory', () => {
  it('is in a linear net |V| w_ih w_hh^k for the input k steps before the last', () => {
    const { influences, memoryLength: length, needed } = createMemoryProbe(linear()).measure()!
    expect(influences.map(({ channel }) => channel)).toEqual([null])
    influences[0].values.forEach((value, t) => expect(value).toBeCloseTo(5 * 3 * 0.2 ** (5 - t), 6))
    // 0.04 is above a hundredth, 0.008 below.
    expect(length).toBe(2)
    expect(needed).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('sees the whole sequence under truncated BPTT', () => {
    const { influences } = createMemoryProbe(linear({ tbptt: 2 })).measure()!
    expect(influences[0].values[0]).toBeCloseTo(15 * 0.2 ** 5, 6)
  })

  it('is that of each channel by itself where a task names them, so that a mark hides no value', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'adding', seqLen: 4 },
        model: { cell: 'rnn', nonlinearity: 'relu', hiddenSize: 1, bias: false },
        train: { updates: 1, batch: 2 },
      }),
    )
    runToEnd(trainer)
    const set = (values: Record<string, number[]>) => {
      for (const [name, value] of Object.entries(values))
        findParameter(trainer.model.parameters, name).value.set(value)
    }
    set({ 'rnn.weight_ih_l0': [3, 1], 'rnn.weight_hh_l0': [0.5], 'head.weight': [2] })
    const { influences, needed } = createMemoryProbe(trainer).measure()!
    expect(influences.map(({ channel }) => channel)).toEqual(['value', 'mark'])
    influences[0].values.forEach((value, t) => expect(value).toBeCloseTo(2 * 3 * 0.5 ** (3 - t), 12))
    influences[1].values.forEach((value, t) => expect(value).toBeCloseTo(2 * 1 * 0.5 ** (3 - t), 12))
    expect(needed).toHaveLength(2)
    // Only the mark counts: the values are forgotten, whatever the marks do.
    set({ 'rnn.weight_ih_l0': [0, 1] })
    const blind = createMemoryProbe(trainer).measure()!
    expect(blind.influences[0].values.every((value) => value === 0)).toBe(true)
    expect(blind.influences[1].values[0]).toBeGreaterThan(0)
    expect(blind.memoryLength).toBe(0)
  })

  it.each(['rnn', 'gru', 'lstm'] as const)('agrees with central differences of the scores (%s)', (cell) => {
    const trainer = createTrainer(
      complete({
        task: { name: 'copy', length: 1, delay: 3, alphabet: 2 },
        model: { cell, hiddenSize: 5, numLayers: 2 },
        train: { updates: 3, batch: 2 },
      }),
    )
    runToEnd(trainer)
    const { influences } = createMemoryProbe(trainer).measure()!
    const { model, task, stream } = trainer
    const { seqLen: T, inputSize: I } = task.shape
    const net = createModel(model.spec, { seqLen: T, batch: 1, dtype: 'float64' })
    net.parameters.forEach(({ value }, p) => value.set(model.parameters[p].value))
    const sequence = Float64Array.from({ length: T * I }, (_, k) => {
      const [t, i] = [Math.floor(k / I), k % I]
      return stream.batch.input[t * stream.batch.batch * I + i]
    })
    const onlyLast = new Uint8Array(T)
    onlyLast[T - 1] = 1
    const scores = (k: number, by: number) =>
      net.forward(
        sequence.map((value, at) => (at === k ? value + by : value)),
        onlyLast,
      )
    influences[0].values.forEach((value, t) => {
      let squares = 0
      for (let i = 0; i < I; i++) {
        const above = scores(t * I + i, 1e-6).slice()
        const below = scores(t * I + i, -1e-6)
        above.forEach((score, o) => (squares += ((score - below[o]) / 2e-6) ** 2))
      }
      expect(value / Math.sqrt(squares)).toBeCloseTo(1, 6)
    })
  })

  it('is the same, bit by bit, whether its scores go through the net at once or one by one', () => {
    const trainer = linear()
    const whole = createMemoryProbe(trainer).measure()
    expect(createMemoryProbe(trainer, { bytes: 1 }).measure()).toEqual(whole)
  })

  it('is not measured where it would be too much work', () => {
    expect(createMemoryProbe(linear(), { work: 10 }).measure()).toBe(null)
  })

  it('changes neither weights nor caches nor random numbers', () => {
    const trainer = linear()
    const before = structuredClone({
      values: trainer.model.parameters.map(({ value, grad }) => [value, grad]),
      h: trainer.model.layers[0][0].h,
      stream: trainer.stream.state(),
    })
    createMemoryProbe(trainer).measure()
    expect({
      values: trainer.model.parameters.map(({ value, grad }) => [value, grad]),
      h: trainer.model.layers[0][0].h,
      stream: trainer.stream.state(),
    }).toEqual(before)
  })
})

describe('memoryLength', () => {
  it('reaches back to the first input above a hundredth of the largest influence', () => {
    expect(memoryLength(Float64Array.of(0.001, 0.02, 0, 1), 3)).toBe(2)
    expect(memoryLength(Float64Array.of(1, 0, 0, 1), 3)).toBe(3)
    expect(memoryLength(Float64Array.of(0.01, 0, 0, 1), 3)).toBe(0)
  })

  it('is 0 where nothing moves the score, and where nothing is a number', () => {
    expect(memoryLength(new Float64Array(4), 3)).toBe(0)
    expect(memoryLength(new Float64Array(4).fill(NaN), 3)).toBe(0)
  })
})
