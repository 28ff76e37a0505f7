import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createThrottle } from './throttle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(intervalMs: number) {
  const called: string[] = []
  const throttle = createThrottle(intervalMs)
  return { called, throttle, push: (name: string) => throttle.push(() => void called.push(name)) }
}

it('runs the first callback after a quiet interval at once, and those that follow together, in order', () => {
  const { called, push } = setUp(50)
  push('first')
  expect(called).toEqual(['first'])
  vi.advanceTimersByTime(10)
  push('second')
  push('third')
  vi.advanceTimersByTime(39)
  expect(called).toEqual(['first'])
  vi.advanceTimersByTime(1)
  expect(called).toEqual(['first', 'second', 'third'])
  vi.advanceTimersByTime(60)
  push('fourth')
  expect(called.at(-1)).toBe('fourth')
})

it('runs what waits when it is flushed, and not a second time', () => {
  const { called, throttle, push } = setUp(50)
  push('first')
  push('second')
  throttle.flush()
  expect(called).toEqual(['first', 'second'])
  vi.advanceTimersByTime(100)
  expect(called).toEqual(['first', 'second'])
})

it('waits for a whole interval after a flush that ran something, and for none after one that had nothing to run', () => {
  const { called, throttle, push } = setUp(50)
  push('first')
  vi.advanceTimersByTime(30)
  push('second')
  throttle.flush()
  push('third')
  vi.advanceTimersByTime(49)
  expect(called).toEqual(['first', 'second'])
  vi.advanceTimersByTime(1)
  expect(called).toEqual(['first', 'second', 'third'])
  vi.advanceTimersByTime(50)
  throttle.flush()
  push('fourth')
  expect(called.at(-1)).toBe('fourth')
})

it('runs the other callbacks of a batch where one of them throws, and reports the error afterwards', () => {
  const late: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (callback: () => void) => late.push(callback))
  const { called, throttle, push } = setUp(1000)
  push('first')
  throttle.push(() => {
    throw new Error('no')
  })
  push('second')
  throttle.flush()
  vi.unstubAllGlobals()
  expect(called).toEqual(['first', 'second'])
  expect(late).toHaveLength(1)
  expect(late[0]).toThrow('no')
})

it('keeps nothing waiting without an interval', () => {
  const { called, push } = setUp(0)
  push('first')
  push('second')
  expect(called).toEqual(['first', 'second'])
})
