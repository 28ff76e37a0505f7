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

  it('noisy echo: always 0, 1/3', () => {
    const task = bindTask(settingsOf('noisyEcho', { seqLen: 8, noise: 0.7 }))
    expect(task.baseline).toBe(1 / 3)
    expectBaseline(
      task,
      squaredErrors(() => 0, task.numSupervised),
    )
  })

  it.each([
    [10, 15, 30],
    [40, 3, 9],
  ])('a sine of %i steps whose phase jumps: persistence', (seqLen, minPeriod, maxPeriod) => {
    const task = bindTask(settingsOf('phaseJump', { seqLen, minPeriod, maxPeriod }))
    expectBaseline(
      task,
      squaredErrors((batch, row) => batch.input[row], task.numSupervised),
    )
  })

  it.each([1, 6])('Mackey-Glass %i ahead: persistence', (horizon) => {
    const task = bindTask(settingsOf('mackeyGlass', { seqLen: 5, horizon }))
    expectBaseline(
      task,
      squaredErrors((batch, row) => batch.input[row], task.numSupervised),
    )
    expect(task.baselineFormula).toContain('- x_t)')
  })

  it('Mackey-Glass 84 ahead: the mean, which is better there', () => {
    const task = bindTask(settingsOf('mackeyGlass', { seqLen: 5, horizon: 84 }))
    expectBaseline(
      task,
      squaredErrors(() => 0.9297, task.numSupervised),
    )
    expect(task.baselineFormula).toContain('\\bar{x}')
  })

  it('sine at one period has the known persistence errors', () => {
    const at = (period: number): number =>
      bindTask(settingsOf('sine', { minPeriod: period, maxPeriod: period })).baseline
    expect(at(20)).toBeCloseTo(0.0489, 4)
    expect(at(25)).toBeCloseTo(0.0314, 4)
    expect(at(50)).toBeCloseTo(0.0079, 4)
  })
})

/** What the best possible guesser of a sequence loses: mean squared error of its guesses of one after another. */
function expectFloor(
  task: BoundTask,
  guesses: (input: number[], targets: number[]) => readonly number[],
): void {
  const { mean, standardError } = monteCarlo(task, (batch, b) => {
    const column = (of: ArrayLike<number>, count: number) =>
      Array.from({ length: count }, (_, row) => of[row * BATCH + b])
    const targets = column(batch.values, task.numSupervised)
    const all = guesses(column(batch.input, task.shape.seqLen), targets)
    return all.reduce((sum, guess, s) => sum + (guess - targets[s]) ** 2, 0) / targets.length
  })
  expect(Math.abs(mean - task.floor)).toBeLessThan(4 * standardError + 1e-12)
}

describe('the floor of a task with values is what the best guesser loses', () => {
  it.each([0, 0.1, 0.5, 1])('noisy echo with noise %d: the middle of what can have been said', (noise) => {
    const task = bindTask(settingsOf('noisyEcho', { seqLen: 6, delay: 2, noise }))
    expectFloor(task, (heard) =>
      heard.slice(0, 4).map((y) => (Math.max(-1, y - noise) + Math.min(1, y + noise)) / 2),
    )
  })

  it.each([
    [10, 4, 8],
    [40, 15, 30],
  ])(
    'a sine of %i steps whose phase jumps: knowing the wave, and not when',
    (seqLen, minPeriod, maxPeriod) => {
      const task = bindTask(settingsOf('phaseJump', { seqLen, minPeriod, maxPeriod }))
      const last = Math.floor((2 * seqLen) / 3)
      const first = Math.floor(seqLen / 3)
      expectFloor(task, ([start], targets) => {
        const s = [start, ...targets]
        const twiceCos = (s[2] + s[0]) / s[1]
        let jump = Infinity
        return targets.map((target, i) => {
          const t = i + 1
          const onWave = t < 3 ? target : twiceCos * s[t - 1] - s[t - 2]
          if (t === jump + 1) return (twiceCos / 2) * s[jump]
          if (t > jump || t < first) return onWave
          if (Math.abs(target - onWave) > 1e-6) jump = t
          return (1 - 1 / (last - t + 1)) * onWave
        })
      })
    },
  )

  it('is 0 where the answers follow from the input', () => {
    for (const name of ['adding', 'copy', 'order', 'sine', 'digitSum', 'recall', 'mackeyGlass'] as const) {
      expect(bindTask(settingsOf(name)).floor).toBe(0)
    }
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
  settingsOf('recall'),
  settingsOf('recall', { pairs: 1, keys: 1, values: 7 }),
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

describe('the baseline of the digit sum', () => {
  it.each([
    ['anywhere', 5],
    ['first', 2],
  ] as const)('with digits %s in %i steps is that of knowing how often each sum comes', (places, seqLen) => {
    const task = bindTask(settingsOf('digitSum', { seqLen, places }))
    const share = (sum: number): number => Math.min(sum + 1, 19 - sum) / 100
    expectBaseline(
      task,
      crossEntropies(task, (_, sum) => share(sum)),
    )
    frequencies(task).forEach((found, sum) => expect(Math.abs(found - share(sum))).toBeLessThan(0.0085))
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
