import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHeartbeat } from './heartbeat'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What a process sees when it goes on: the clock has moved, and the timer fires once. */
function stopProcess(ms: number): void {
  const goingOn = performance.now() + ms
  vi.spyOn(performance, 'now').mockReturnValueOnce(goingOn)
  vi.advanceTimersToNextTimer()
}

describe('the heartbeat', () => {
  it('counts the time in which the process ran', () => {
    const { awakeMs, start } = createHeartbeat()
    start()
    vi.advanceTimersByTime(1000)
    expect(awakeMs[0]).toBe(1000)
    vi.advanceTimersByTime(60_000)
    expect(awakeMs[0]).toBe(61_000)
  })

  it('does not count the time in which it was stopped', () => {
    const { awakeMs, start } = createHeartbeat()
    start()
    vi.advanceTimersByTime(1000)
    stopProcess(60_000)
    expect(awakeMs[0]).toBeLessThanOrEqual(1200)
  })

  it('leaves no timer when it is stopped', () => {
    const { start, stop } = createHeartbeat()
    start()
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
