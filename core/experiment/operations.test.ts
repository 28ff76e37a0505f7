import { expect, it } from 'vitest'
import { defaultExperiment } from './defaults'
import { operationsOfUpdate } from './operations'

it('counts the matrix products of an update as they are worked out by hand', () => {
  const { task, model, ...rest } = defaultExperiment('adding', 'gru')
  const experiment = {
    ...rest,
    task: { ...task, seqLen: 5 },
    model: { ...model, hiddenSize: 4 },
    train: { ...rest.train, batch: 2 },
  }
  // Inputs 2, output 1: 2 · 10 rows · (12 · 2 · 2 + 12 · 4 · 3 + 4 · 1 · 3)
  expect(operationsOfUpdate(experiment)).toBe(20 * (48 + 144 + 12))
  // A second layer has three products with the first: 12 · 4 · 3 + 12 · 4 · 3 more a row.
  const deep = { ...experiment, model: { ...experiment.model, numLayers: 2 } }
  expect(operationsOfUpdate(deep)).toBe(20 * (48 + 144 + 12 + 288))
  const short = { ...experiment, train: { ...experiment.train, tbptt: 1 } }
  expect(operationsOfUpdate(short)).toBe(operationsOfUpdate(experiment) / 5)
})
