import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random'
import { bindTask } from './bind'
import { taskNames, type TaskName, type TaskSettings } from './registry'
import { settingsOf } from './settings.testing'
import { createBatch } from '../train/createBatch'

/** What must be remembered of one drawn sequence, and the sequence. */
function remember<N extends TaskName>(name: N, given: Partial<TaskSettings<N>> = {}, seed = 3) {
  const task = bindTask(settingsOf(name, given))
  const { shape, numSupervised, loss } = task
  const batch = createBatch(shape, numSupervised, loss, 1, 'float64')
  task.generate(createRandom(seed), batch)
  return { steps: task.remembered(batch.input), batch, shape }
}

describe('the steps that a task needs remembered', () => {
  it.each([1, 2, 3, 4])('are in adding the two whose sum is the answer (seed %i)', (seed) => {
    const { steps, batch } = remember('adding', { seqLen: 9 }, seed)
    expect(steps).toHaveLength(2)
    expect(steps[0]).toBeLessThan(4)
    expect(steps[1]).toBeGreaterThanOrEqual(4)
    expect(batch.input[steps[0] * 2] + batch.input[steps[1] * 2]).toBe(batch.values[0])
  })

  it('are in copy the symbols', () => {
    expect(remember('copy', { length: 3, delay: 4 }).steps).toEqual([0, 1, 2])
  })

  it('are in echo all whose echo is asked for', () => {
    expect(remember('echo', { seqLen: 6, delay: 2 }).steps).toEqual([0, 1, 2, 3])
  })

  it('are in parity all, whenever it is asked for', () => {
    expect(remember('parity', { seqLen: 4 }).steps).toEqual([0, 1, 2, 3])
    expect(remember('parityEnd', { seqLen: 3 }).steps).toEqual([0, 1, 2])
  })

  it.each([2, 3])('are in order the %i marks', (marks) => {
    const { steps, batch, shape } = remember('order', { seqLen: 40, marks })
    expect(steps).toHaveLength(marks)
    const digits = steps.map((t) => batch.input[t * shape.inputSize + 7])
    expect(digits.reduce((answer, digit) => 2 * answer + digit, 0)).toBe(batch.classes[0])
  })

  it('are none in sine', () => {
    expect(remember('sine').steps).toEqual([])
  })

  it('are steps of the sequence, in order, in every task', () => {
    for (const name of taskNames) {
      const { steps, shape } = remember(name)
      expect(steps.every((t, i) => t < shape.seqLen && t > (steps[i - 1] ?? -1))).toBe(true)
    }
  })
})
