import type { Clock } from './clock'

/** A clock that only the test moves, and that calls its timers then. */
export function createManualClock() {
  let now = 0
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    setTimer(callback, ms) {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => void (timers = timers.filter((other) => other !== timer))
    },
  }
  return {
    clock,
    numTimers: () => timers.length,
    advance(ms: number) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { callback } of due) callback()
    },
  }
}
