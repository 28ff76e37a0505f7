import { expect, it } from 'vitest'
import { defaultExperiment } from './defaults'
import { experimentInForce, valueInForce, type Tuned } from './inForce'

const experiment = defaultExperiment()
const tuned: readonly Tuned[] = [
  { update: 3, field: 'optimizer.lr', to: 0.1 },
  { update: 3, field: 'optimizer.lr', to: 0.2 },
  { update: 5, field: 'clip.threshold', to: 7 },
  { update: 9, field: 'optimizer.lr', to: 0.3 },
]

it('the value in force at an update is the last one that was tuned up to it', () => {
  const at = (update?: number) => valueInForce(experiment, tuned, 'optimizer.lr', update)
  expect([0, 2, 3, 8, 9, 100].map(at)).toEqual([0.005, 0.005, 0.2, 0.2, 0.3, 0.3])
  expect(at()).toBe(0.3)
  expect([4, 5].map((update) => valueInForce(experiment, tuned, 'clip.threshold', update))).toEqual([1, 7])
})

it('an experiment in force has the newest values and is otherwise the same', () => {
  expect(experimentInForce({ experiment, tuningEvents: tuned })).toEqual({
    ...experiment,
    optimizer: { ...experiment.optimizer, lr: 0.3 },
    clip: { ...experiment.clip, threshold: 7 },
  })
  expect(experimentInForce({ experiment, tuningEvents: [] })).toEqual(experiment)
  const at = experimentInForce({ experiment, tuningEvents: tuned }, 4)
  expect([at.optimizer.lr, at.clip.threshold]).toEqual([0.2, 1])
})
