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

  it.each([1, 2, 3, 4])('are in the digit sum the digits that count (seed %i)', (seed) => {
    const { steps, batch } = remember('digitSum', { seqLen: 6 }, seed)
    const digits = steps.map((t) => batch.input.subarray(t * 10, t * 10 + 10).indexOf(1))
    expect(digits).not.toContain(0)
    expect(digits.reduce((sum, digit) => sum + digit, 0)).toBe(batch.classes[0])
  })

  it.each([1, 2, 3, 4])('are in recall the pair that is asked for (seed %i)', (seed) => {
    const { steps, batch } = remember('recall', { pairs: 3, keys: 5, values: 3 }, seed)
    const symbolAt = (t: number) => batch.input.subarray(t * 9, t * 9 + 9).indexOf(1)
    expect(steps).toEqual([steps[0], steps[0] + 1])
    expect(symbolAt(steps[0])).toBe(symbolAt(7))
    expect(symbolAt(steps[1]) - 5).toBe(batch.classes[0])
  })

  it('are none in sine', () => {
    expect(remember('sine').steps).toEqual([])
  })

  it('lie as far before the answer as the task says that a gradient must come back', () => {
    const lags = (name: 'adding' | 'parityEnd' | 'order' | 'digitSum' | 'recall', given: object) =>
      Array.from({ length: 60 }, (_, seed) => {
        const { steps, shape } = remember(name, given, seed)
        return shape.seqLen - 1 - (steps[0] ?? shape.seqLen)
      })
    for (const [name, given] of [
      ['adding', { seqLen: 6 }],
      ['parityEnd', { seqLen: 6 }],
      ['order', { seqLen: 40, marks: 2 }],
      ['order', { seqLen: 10, marks: 3 }],
      ['digitSum', { seqLen: 4 }],
      ['recall', { pairs: 2 }],
    ] as const) {
      expect(Math.max(...lags(name, given))).toBe(bindTask(settingsOf(name, given)).lag)
    }
  })

  it('are asked for one by one in copy and echo, each after the same lag', () => {
    const { batch } = remember('copy', { length: 3, delay: 4, alphabet: 5 })
    const { lag } = bindTask(settingsOf('copy', { length: 3, delay: 4, alphabet: 5 }))
    for (const t of [0, 1, 2]) expect(batch.input[t * 7 + batch.classes[t + lag]]).toBe(1)
    expect(bindTask(settingsOf('echo', { delay: 6 })).lag).toBe(6)
  })

  it('need not be bridged at once where the answers in between are asked for, or tell all', () => {
    expect(bindTask(settingsOf('parity', {})).lag).toBe(1)
    const sine = settingsOf('sine', {})
    const batch = createBatch(bindTask(sine).shape, 30, 'mse', 1, 'float64')
    bindTask(sine).generate(createRandom(3), batch)
    const s = batch.input
    for (const t of [2, 9, 20]) {
      expect(batch.values[t]).toBeCloseTo((s[t] * (s[t] + s[t - 2])) / s[t - 1] - s[t - 1], 9)
    }
    expect(bindTask(sine).lag).toBe(2)
  })

  it('are steps of the sequence, in order, in every task', () => {
    for (const name of taskNames) {
      const { steps, shape } = remember(name)
      expect(steps.every((t, i) => t < shape.seqLen && t > (steps[i - 1] ?? -1))).toBe(true)
    }
  })
})
