import { describe, expect, it } from 'vitest'
import { cellNames } from '../kinds/cells'
import { complete } from '../train/trainer.testing'
import { checkUpdate, traceUpdate } from './updateCheck'

const experimentOf = (cell: (typeof cellNames)[number], model = {}, train = {}) =>
  complete({
    task: { name: 'echo', seqLen: 6, delay: 2 },
    model: { cell, hiddenSize: 3, ...model },
    train: { batch: 2, ...train },
  })

describe('the gradient check of an experiment’s first update', () => {
  it.each(cellNames)('finds every gradient right: %s', (cell) => {
    const { ok, maxError, tensors } = checkUpdate(experimentOf(cell), { most: null })
    expect([ok, maxError < 1e-6]).toEqual([true, true])
    for (const { shape, numChecked } of tensors) expect(numChecked).toBe(shape.reduce((a, b) => a * b))
  })

  it.each([
    ['truncated BPTT', {}, { tbptt: 3 }],
    ['dropout between layers', { numLayers: 2, dropout: 0.3 }, {}],
    ['a learned initial state', { learnInitialState: true }, {}],
    ['relu', { nonlinearity: 'relu' }, {}],
    ['float32, which is checked in float64', {}, { dtype: 'float32' }],
  ])('holds with %s', (_, model, train) => {
    expect(checkUpdate(experimentOf('rnn', model, train), { most: null }).ok).toBe(true)
  })

  it('tries as many elements of a tensor as are asked for, and tells how far it is', () => {
    const heard: [number, number][] = []
    const experiment = experimentOf('gru')
    const onElement = (done: number, total: number): void => void heard.push([done, total])
    const { tensors } = checkUpdate(experiment, { most: 4, onElement })
    const sum = tensors.reduce((all, { numChecked }) => all + numChecked, 0)
    expect(Math.max(...tensors.map(({ numChecked }) => numChecked))).toBe(4)
    expect([heard.length, heard.at(-1)]).toEqual([sum, [sum, sum]])
  })

  it('names the element that is the worst, with what the difference may itself be off', () => {
    const { tensors } = checkUpdate(experimentOf('lstm'), { most: null })
    for (const { worst } of tensors) {
      expect(Math.abs(worst!.analytic - worst!.numeric)).toBeLessThan(1e-6)
      expect(worst!.uncertainty).toBeLessThan(1e-9)
    }
  })

  it('is of the very numbers that the trace of the update has', () => {
    const experiment = experimentOf('lstm', {}, { dtype: 'float32' })
    const { parameters } = traceUpdate(experiment)
    for (const { name, worst } of checkUpdate(experiment, { most: null }).tensors) {
      const { grad, shape } = parameters.find((parameter) => parameter.name === name)!
      const place = worst!.index.reduce((offset, i, axis) => offset * shape[axis]! + i, 0)
      expect(grad[place]).toBe(worst!.analytic)
    }
  })

  it('traces an update that diverges as far as it goes', () => {
    const experiment = experimentOf('rnn')
    const exploding = {
      ...experiment,
      optimizer: { ...experiment.optimizer, name: 'sgd' as const, lr: 1e300 },
    }
    expect(traceUpdate(exploding).update).toBe(0)
  })
})
