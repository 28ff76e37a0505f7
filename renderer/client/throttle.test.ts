import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createThrottle } from './throttle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page that is busy for so long with a batch. */
function setUp(intervalMs: number, busyMs = 0) {
  const called: string[] = []
  const throttle = createThrottle(intervalMs, (act, tell) => {
    act()
    tell(busyMs)
  })
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

it('waits the longer the more the page has to do for a batch, though never for more than a quarter of a second', () => {
  for (const [busyMs, pauseMs] of [
    [20, 160],
    [100, 250],
  ] as const) {
    const { called, push } = setUp(50, busyMs)
    push('first')
    push('second')
    vi.advanceTimersByTime(pauseMs - 1)
    expect(called).toEqual(['first'])
    vi.advanceTimersByTime(1)
    expect(called).toEqual(['first', 'second'])
  }
})

it('waits for the longer interval also where that is known only after something came', () => {
  const called: string[] = []
  let tellLater = (): void => undefined
  const throttle = createThrottle(50, (act, tell) => {
    act()
    tellLater = () => tell(20)
  })
  throttle.push(() => void called.push('first'))
  throttle.push(() => void called.push('second'))
  tellLater()
  vi.advanceTimersByTime(159)
  expect(called).toEqual(['first'])
  vi.advanceTimersByTime(1)
  expect(called).toEqual(['first', 'second'])
})

it('keeps to the shortest interval once it is hurried', () => {
  const { called, push, throttle } = setUp(50, 100)
  push('first')
  push('second')
  vi.advanceTimersByTime(30)
  throttle.hurry()
  expect(called).toEqual(['first'])
  vi.advanceTimersByTime(20)
  expect(called).toEqual(['first', 'second'])
})

it('keeps nothing waiting without an interval', () => {
  const { called, push } = setUp(0)
  push('first')
  push('second')
  expect(called).toEqual(['first', 'second'])
})
