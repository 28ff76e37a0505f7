/** The longest stretch of missed time that is made up for: after a stall a run does not race to catch up. */
const MAX_DEBT_MS = 250

/** Says how many updates are due, so that a run keeps its speed exactly on average. Times in milliseconds. */
export interface Pacer {
  /** Counts from now on; the first update is due at once. A speed of null is as fast as possible. */
  start(speed: number | null, now: number): void
  /** Goes on at another speed: the next update is due one new interval after the newest one. */
  change(speed: number | null, now: number): void
  /** Updates that should be made now; Infinity without a limit. */
  due(now: number): number
  /** Tells that so many were made. */
  made(updates: number): void
  /** Time until the next update is due, at least 0. */
  wait(now: number): number
}

const intervalOf = (speed: number | null) => (speed === null ? 0 : 1000 / speed)

export function createPacer(): Pacer {
  /** Between two updates; 0 without a limit. */
  let interval = 0
  let next = 0
  return {
    start(speed, now) {
      interval = intervalOf(speed)
      next = now
    },
    change(speed, now) {
      const newest = interval === 0 ? now : next - interval
      interval = intervalOf(speed)
      next = Math.max(now, newest + interval)
    },
    due(now) {
      if (interval === 0) return Infinity
      next = Math.max(next, now - Math.max(MAX_DEBT_MS, interval))
      return next > now ? 0 : Math.floor((now - next) / interval) + 1
    },
    made(updates) {
      next += updates * interval
    },
    wait: (now) => (interval === 0 ? 0 : Math.max(0, next - now)),
  }
}
