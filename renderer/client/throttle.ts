import { timeBusy } from './busyTime'

/**
 * Runs callbacks together: at once after a quiet interval, else in one batch with all that come until it is
 * over. An interval is the longer the more the page has to do for a batch.
 */
export interface Throttle {
  /** Runs a callback with the next batch, after those that wait already. */
  push(callback: () => void): void
  /** Does not let what waits wait for longer than the shortest interval. */
  hurry(): void
  /** Runs the callbacks that wait now. */
  flush(): void
}

/** One part in so many of all time goes into batches: the processor is there for the training. */
const SHARE = 8
/** However much a batch takes, four are run in a second. */
const LONGEST_MS = 250

/** At most one batch in `intervalMs`; with 0 nothing waits. */
export function createThrottle(intervalMs: number, timed = timeBusy): Throttle {
  let waiting: (() => void)[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let lastBatch = -Infinity
  let pauseMs = intervalMs

  function stopTimer(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  function run(): void {
    const due = waiting
    waiting = []
    for (const callback of due) runSafely(callback)
  }

  function runBatch(): void {
    stopTimer()
    lastBatch = performance.now()
    if (intervalMs === 0) return run()
    timed(run, (busyMs) => {
      pauseMs = Math.min(Math.max(intervalMs, SHARE * busyMs), Math.max(intervalMs, LONGEST_MS))
    })
  }

  /** Runs what waits, or waits on: the interval may have become longer meanwhile. */
  function schedule(): void {
    const wait = lastBatch + pauseMs - performance.now()
    if (wait <= 0) return runBatch()
    timer ??= setTimeout(() => {
      timer = null
      schedule()
    }, wait)
  }

  return {
    push(callback) {
      waiting.push(callback)
      schedule()
    },
    hurry() {
      pauseMs = intervalMs
      stopTimer()
      if (waiting.length > 0) schedule()
    },
    flush() {
      if (waiting.length > 0) runBatch()
    },
  }
}

/** Reports an error of the callback from a microtask, so that the other callbacks of the batch run. */
function runSafely(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
