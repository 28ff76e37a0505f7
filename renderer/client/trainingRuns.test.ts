import { expect, it } from 'vitest'
import { createTrainingRuns } from './trainingRuns'

it('knows of an event whether it tells of a run that does not train', () => {
  const training = createTrainingRuns()
  const change = (runId: string, status: string) => training.take('run:changed', { runId, state: { status } })
  expect(training.isOfOther({ runId: 'a' })).toBe(true)
  change('a', 'running')
  change('b', 'running')
  training.take('run:batch', { runId: 'c' })
  expect(['a', 'b', 'c'].map((runId) => training.isOfOther({ runId }))).toEqual([false, false, true])
  change('a', 'paused')
  expect(['a', 'b'].map((runId) => training.isOfOther({ runId }))).toEqual([true, false])
  expect(training.isOfOther({ theme: 'dark' })).toBe(false)
})
