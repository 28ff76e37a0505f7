import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPace } from './throttle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function noted(intervalMs: number) {
  const done: string[] = []
  const pace = createPace(intervalMs)
  return { done, pace, push: (name: string) => pace.push(() => void done.push(name)) }
}

it('does what comes after a pause at once, and what follows together when its turn comes, in order', () => {
  const { done, push } = noted(50)
  push('first')
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(10)
  push('second')
  push('third')
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(40)
  expect(done).toEqual(['first', 'second', 'third'])
  vi.advanceTimersByTime(60)
  push('fourth')
  expect(done.at(-1)).toBe('fourth')
})

it('has a turn when it is told to, and not a second time for the same', () => {
  const { done, pace, push } = noted(50)
  push('first')
  push('second')
  pace.flush()
  expect(done).toEqual(['first', 'second'])
  vi.advanceTimersByTime(100)
  expect(done).toEqual(['first', 'second'])
})

it('does the others of a turn where one of them throws, and lets that come out', () => {
  const late: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (callback: () => void) => late.push(callback))
  const { done, pace, push } = noted(1000)
  push('first')
  pace.push(() => {
    throw new Error('no')
  })
  push('second')
  pace.flush()
  vi.unstubAllGlobals()
  expect(done).toEqual(['first', 'second'])
  expect(late).toHaveLength(1)
  expect(late[0]).toThrow('no')
})

it('keeps nothing waiting without an interval', () => {
  const { done, push } = noted(0)
  push('first')
  push('second')
  expect(done).toEqual(['first', 'second'])
})
