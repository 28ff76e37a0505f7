/**
 * Runs callbacks together: at once after a quiet interval, else in one batch with all that come until it is
 * over.
 */
export interface Throttle {
  /** Runs a callback with the next batch, after those that wait already. */
  push(callback: () => void): void
  /** Runs the callbacks that wait now. */
  flush(): void
}

/** At most one batch in `intervalMs`; with 0 nothing waits. */
export function createThrottle(intervalMs: number): Throttle {
  let waiting: (() => void)[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let lastBatch = -Infinity

  function runBatch(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    lastBatch = performance.now()
    const due = waiting
    waiting = []
    for (const callback of due) runSafely(callback)
  }

  return {
    push(callback) {
      waiting.push(callback)
      const wait = lastBatch + intervalMs - performance.now()
      if (wait <= 0) runBatch()
      else timer ??= setTimeout(runBatch, wait)
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
