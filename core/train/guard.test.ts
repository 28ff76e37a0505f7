import { expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { copyValues } from '../nn/parameter'
import { complete } from './trainer.testing'
import { createTrainer } from './trainer'

it('takes back a step whose weight decay alone overflows', () => {
  const optimizer: ExperimentInput['optimizer'] = { name: 'adamw', lr: 1000, weightDecay: 10 }
  const trainer = createTrainer(
    complete({
      task: { name: 'adding', seqLen: 3 },
      model: { cell: 'rnn', hiddenSize: 2 },
      optimizer,
      train: { dtype: 'float32', batch: 2 },
    }),
  )
  const { parameters } = trainer.model
  for (const { value, grad } of parameters) {
    value.fill(1e37)
    grad.fill(1)
  }
  trainer.norms.normAfter = 1
  const before = copyValues(parameters)
  expect(trainer.step(1000)).toMatchObject({ tensor: 'rnn.weight_ih_l0', value: '-Infinity' })
  expect(copyValues(parameters)).toEqual(before)
})
