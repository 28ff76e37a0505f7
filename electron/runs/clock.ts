/** A clock and its timers, so that tests need not wait. */
export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Calls back after so many milliseconds; returns the function that cancels that. */
  setTimer(callback: () => void, ms: number): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer(callback, ms) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
