import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { findParameter } from '../nn/parameter'
import { createMemoryProbe, measuredSteps, memoryLength } from './memory'
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
  return trainer
}

describe('measured memory', () => {
  it('is in a linear net |V| w_ih w_hh^k for the input k steps before the last', () => {
    const { influence, memoryLength: length, needed } = createMemoryProbe(linear()).measure()
    influence.forEach((value, t) => expect(value).toBeCloseTo(5 * 3 * 0.2 ** (5 - t), 6))
    // 0.04 is above a hundredth, 0.008 below.
    expect(length).toBe(2)
    expect(needed).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('sees the whole sequence under truncated BPTT', () => {
    const { influence } = createMemoryProbe(linear({ tbptt: 2 })).measure()
    expect(influence[0]).toBeCloseTo(15 * 0.2 ** 5, 6)
  })

  it('moves an input with several parts by a step of length 1 in all of them alike', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'adding', seqLen: 4 },
        model: { cell: 'rnn', nonlinearity: 'relu', hiddenSize: 1, bias: false },
        train: { updates: 1, batch: 2 },
      }),
    )
    runToEnd(trainer)
    const values = { 'rnn.weight_ih_l0': [3, 1], 'rnn.weight_hh_l0': [0.5], 'head.weight': [2] }
    for (const [name, value] of Object.entries(values))
      findParameter(trainer.model.parameters, name).value.set(value)
    const { influence, needed } = createMemoryProbe(trainer).measure()
    influence.forEach((value, t) => expect(value).toBeCloseTo((2 * (3 + 1) * 0.5 ** (3 - t)) / Math.SQRT2, 6))
    expect(needed).toHaveLength(2)
  })

  it('is the same, bit by bit, whether its copies go through the net at once or in groups', () => {
    const trainer = linear()
    const whole = createMemoryProbe(trainer).measure()
    expect(createMemoryProbe(trainer, { bytes: 1 }).measure()).toEqual(whole)
    expect(createMemoryProbe(trainer, { bytes: 8 * 6 * 10 * 4 }).measure()).toEqual(whole)
  })

  it('leaves steps out where all would be too much work, and says so with NaN', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'parity', seqLen: 30 },
        model: { cell: 'gru', hiddenSize: 4 },
        train: { updates: 1, batch: 2 },
      }),
    )
    runToEnd(trainer)
    const whole = createMemoryProbe(trainer).measure().influence
    const some = createMemoryProbe(trainer, { work: 1 }).measure().influence
    const measured = [...some.keys()].filter((t) => !Number.isNaN(some[t]))
    expect(measured).toEqual(measuredSteps(30, 8))
    for (const t of measured) expect(some[t]).toBe(whole[t])
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

describe('measuredSteps', () => {
  it('are all steps, or as many as may be with both ends', () => {
    expect(measuredSteps(4, 9)).toEqual([0, 1, 2, 3])
    expect(measuredSteps(9, 3)).toEqual([0, 4, 8])
  })
})
