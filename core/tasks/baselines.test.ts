import { describe, expect, it } from 'vitest'
import type { TaskSettings } from './registry'
import { createRandom } from '../math/random'
import { bindTask } from './bind'
import { settingsOf } from './settings.testing'
import { createBatch } from '../train/createBatch'
import type { BoundTask } from './bind'
import type { TaskBatch } from './task'

const BATCH = 20_000

/** Mean over sequences of each one's loss, and the standard error of that mean. */
function monteCarlo(task: BoundTask, lossOf: (batch: TaskBatch, b: number) => number) {
  const batch = createBatch(task.shape, task.numSupervised, task.loss, BATCH, 'float64')
  task.generate(createRandom(3), batch)
  const losses = Array.from({ length: BATCH }, (_, b) => lossOf(batch, b))
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / BATCH
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (BATCH - 1)
  return { mean, standardError: Math.sqrt(variance / BATCH) }
}

function squaredErrors(guess: (batch: TaskBatch, row: number) => number, numSupervised: number) {
  return (batch: TaskBatch, b: number): number => {
    let sum = 0
    for (let s = 0; s < numSupervised; s++) {
      const row = s * BATCH + b
      sum += (guess(batch, row) - batch.values[row]) ** 2
    }
    return sum / numSupervised
  }
}

function expectBaseline(task: BoundTask, lossOf: (batch: TaskBatch, b: number) => number): void {
  const { mean, standardError } = monteCarlo(task, lossOf)
  expect(Math.abs(mean - task.baseline)).toBeLessThan(4 * standardError + 1e-12)
}

describe('the baseline of a task with values is what its guesser loses', () => {
  it('adding: always 1, 1/6', () => {
    const task = bindTask(settingsOf('adding'))
    expect(task.baseline).toBe(1 / 6)
    expectBaseline(
      task,
      squaredErrors(() => 1, 1),
    )
  })

  it.each([
    [15, 30],
    [20, 20],
    [3, 50],
  ])('sine with periods from %i to %i: persistence', (minPeriod, maxPeriod) => {
    const task = bindTask(settingsOf('sine', { minPeriod, maxPeriod }))
    expectBaseline(
      task,
      squaredErrors((batch, row) => batch.input[row], task.numSupervised),
    )
  })

  it('sine at one period has the known persistence errors', () => {
    const at = (period: number): number =>
      bindTask(settingsOf('sine', { minPeriod: period, maxPeriod: period })).baseline
    expect(at(20)).toBeCloseTo(0.0489, 4)
    expect(at(25)).toBeCloseTo(0.0314, 4)
    expect(at(50)).toBeCloseTo(0.0079, 4)
  })
})

/** Cross-entropy of a guesser that gives each of the classes its probability, whatever it has seen. */
function crossEntropies(task: BoundTask, probability: (s: number, target: number) => number) {
  return ({ classes }: TaskBatch, b: number): number => {
    let sum = 0
    for (let s = 0; s < task.numSupervised; s++) sum -= Math.log(probability(s, classes[s * BATCH + b]))
    return sum / task.numSupervised
  }
}

/** How often each class is the answer, over all supervised steps from `first` on. */
function frequencies(task: BoundTask, first = 0): number[] {
  const batch = createBatch(task.shape, task.numSupervised, task.loss, BATCH, 'float64')
  task.generate(createRandom(4), batch)
  const counts = Array.from({ length: task.shape.outputSize }, () => 0)
  const from = first * BATCH
  for (const target of batch.classes.subarray(from)) counts[target]++
  return counts.map((count) => count / (batch.classes.length - from))
}

const uniformTasks: TaskSettings[] = [
  settingsOf('echo'),
  settingsOf('echo', { alphabet: 5, delay: 2, seqLen: 6 }),
  settingsOf('parity'),
  settingsOf('parityEnd'),
  settingsOf('order'),
  settingsOf('order', { marks: 3 }),
]

describe.each(uniformTasks)('the baseline of $name is that of answers which are all alike', (settings) => {
  const task = bindTask(settings)
  const numClasses = task.shape.outputSize

  it('is the logarithm of the number of classes', () => {
    expect(task.baseline).toBeCloseTo(Math.log(numClasses), 14)
    expectBaseline(
      task,
      crossEntropies(task, () => 1 / numClasses),
    )
  })

  it('cannot be beaten by knowing which answers are frequent', () => {
    // Few answers are drawn where only the end is asked: 20,000 give a standard error of 0.0035 at most.
    for (const share of frequencies(task)) expect(Math.abs(share - 1 / numClasses)).toBeLessThan(0.0141)
  })
})

describe('the baseline of copy', () => {
  it.each([
    [3, 5, 4],
    [10, 10, 8],
    [1, 1, 2],
  ])('with %i symbols, delay %i and alphabet %i is that of knowing the blanks', (length, delay, alphabet) => {
    const task = bindTask(settingsOf('copy', { length, delay, alphabet }))
    const answer = delay + length
    expectBaseline(
      task,
      crossEntropies(task, (s, target) => (s < answer ? Number(target === alphabet) : 1 / alphabet)),
    )
    const shares = frequencies(task, answer)
    expect(shares[alphabet]).toBe(0)
    for (const share of shares.slice(0, -1)) expect(Math.abs(share - 1 / alphabet)).toBeLessThan(0.0141)
  })

  it('has the published values', () => {
    const at = (delay: number): number =>
      bindTask(settingsOf('copy', { length: 10, delay, alphabet: 8 })).baseline
    expect(at(10)).toBeCloseTo(0.693, 3)
    expect(at(100)).toBeCloseTo(0.173, 3)
    expect(at(500)).toBeCloseTo(0.04, 4)
  })
})
