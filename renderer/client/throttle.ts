/** Lets things happen together: at once after a pause, else in one go with all that came meanwhile. */
export interface Pace {
  /** Has something done when the next turn comes, after all that waits already. */
  push(deed: () => void): void
  /** The turn comes now. */
  flush(): void
}

/** At most one turn in `intervalMs`; with 0 nothing waits. */
export function createPace(intervalMs: number): Pace {
  let waiting: (() => void)[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let newest = -Infinity

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    newest = performance.now()
    const due = waiting
    waiting = []
    for (const deed of due) attempt(deed)
  }

  return {
    push(deed) {
      waiting.push(deed)
      const wait = newest + intervalMs - performance.now()
      if (wait <= 0) flush()
      else timer ??= setTimeout(flush, wait)
    },
    flush() {
      if (waiting.length > 0) flush()
    },
  }
}

/** What it throws comes out later, so that the others of its turn are done. */
function attempt(deed: () => void): void {
  try {
    deed()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
