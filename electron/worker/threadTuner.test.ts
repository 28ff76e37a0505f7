import { expect, it } from 'vitest'
import { tuneThreads } from './threadTuner'

/**
 * A training whose updates take `ms` with helpers and 10 ms without; returns which way it went, update by
 * update.
 */
function run(
  numUpdates: number,
  shared: (update: number) => number,
): { ways: boolean[]; verdicts: boolean[]; end: string } {
  let clock = 0
  let isShared = false
  const ways: boolean[] = []
  const verdicts: boolean[] = []
  function* updates(): Generator<number, string, string | undefined> {
    for (let update = 0; update < numUpdates; update++) {
      ways.push(isShared)
      clock += isShared ? shared(update) : 10
      yield update
    }
    return 'the end'
  }
  const training = tuneThreads(
    updates(),
    (on) => (isShared = on),
    () => clock,
    (verdict) => verdicts.push(verdict),
  )
  let result = training.next()
  while (!result.done) result = training.next(undefined)
  return { ways, verdicts, end: result.value }
}

const count = (ways: boolean[], way: boolean) => ways.filter((each) => each === way).length

it('keeps to helpers that help', () => {
  const { ways, verdicts, end } = run(1000, () => 6)
  expect(new Set(verdicts)).toEqual(new Set([true]))
  expect(end).toBe('the end')
  expect(count(ways, true)).toBeGreaterThan(950)
})

it('does without helpers that are waited for', () => {
  const { ways, verdicts } = run(1000, () => 15)
  expect(new Set(verdicts)).toEqual(new Set([false]))
  expect(count(ways, false)).toBeGreaterThan(950)
})

it('changes its mind when the machine does', () => {
  const { ways } = run(3000, (update) => (update < 1500 ? 20 : 5))
  expect(count(ways.slice(100, 1400), false)).toBeGreaterThan(1200)
  expect(count(ways.slice(2000), true)).toBeGreaterThan(900)
})

it('hands updates, tunings and the end through', () => {
  const received: (string | undefined)[] = []
  function* updates(): Generator<number, string, string | undefined> {
    received.push(yield 1)
    received.push(yield 2)
    return 'done'
  }
  const training = tuneThreads(
    updates(),
    () => undefined,
    () => 0,
    () => undefined,
  )
  expect(training.next()).toEqual({ value: 1, done: false })
  expect(training.next('a')).toEqual({ value: 2, done: false })
  expect(training.next('b')).toEqual({ value: 'done', done: true })
  expect(received).toEqual(['a', 'b'])
})

it('tries each way for 40 ms and three updates at least, besides the first', () => {
  const firstTrial = (ms: number) => run(200, () => ms).ways.indexOf(false)
  expect(firstTrial(2)).toBe(1 + 20)
  expect(firstTrial(100)).toBe(1 + 3)
})

it('keeps to its verdict for 3 seconds', () => {
  const { ways } = run(2000, () => 2)
  const tried = ways.indexOf(true, ways.indexOf(false))
  expect(ways.indexOf(false, tried) - tried).toBe(3000 / 2 + 1 + 20)
})

it('does not count the first update of a trial, which may be slow', () => {
  const { verdicts } = run(100, (update) => (update === 0 ? 500 : 6))
  expect(verdicts[0]).toBe(true)
})
