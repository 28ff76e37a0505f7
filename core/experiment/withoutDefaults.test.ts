import { expect, it } from 'vitest'
import { cellNames } from '../kinds/cells'
import { taskNames } from '../tasks/registry'
import { defaultExperiment } from './defaults'
import { parseExperiment } from './parse'
import { withoutDefaults } from './withoutDefaults'

it('leaves the names of task and cell of what is a default throughout, for every one', () => {
  for (const task of taskNames) {
    for (const cell of cellNames) {
      const experiment = defaultExperiment(task, cell)
      const short = withoutDefaults(experiment)
      expect(short).toEqual({ task: { name: task }, model: { cell } })
      expect(parseExperiment(short)).toEqual({ ok: true, value: experiment })
    }
  }
})

it('keeps what is not a default, also deep inside', () => {
  const experiment = defaultExperiment('echo', 'lstm')
  experiment.model.bias = false
  experiment.train.stop.loss = 0.01
  experiment.train.tbptt = 5
  const short = withoutDefaults(experiment)
  expect(short).toEqual({
    task: { name: 'echo' },
    model: { cell: 'lstm', bias: false },
    train: { tbptt: 5, stop: { loss: 0.01 } },
  })
  expect(parseExperiment(short)).toEqual({ ok: true, value: experiment })
})
