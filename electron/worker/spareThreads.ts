import type { Experiment } from '../../core/experiment/experiment'
import type { SpareStart, Thread, WorkerStart } from './messages'

/** How long after a start the next spare is made: the new run has the processor to itself until then. */
export const NEXT_SPARE_MS = 1000

/** A spare thread as its owner uses it: one that does not keep the process alive until it has a run. */
export interface SpareThread extends Thread {
  ref(): void
  unref(): void
}

/** The threads of runs, started from a spare one. It owns the spare; each started thread is its caller's. */
export interface SpareThreads {
  /** A thread for this run: the spare one where there is one, else a new one. */
  spawn(start: WorkerStart): Thread
  /** Ends the spare, and makes none any more. */
  dispose(): Promise<void>
}

/**
 * Starts training threads from a spare one that is loaded and warm, so that a run's first update is not spent
 * on that. There is one spare at most, however fast runs follow one another; one that dies is not missed.
 */
export function createSpareThreads(
  warmUp: Experiment,
  make: (data: WorkerStart | SpareStart) => SpareThread,
): SpareThreads {
  let spare: SpareThread | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isDisposed = false

  function prepare(): void {
    timer = null
    const thread = make({ warmUp })
    thread.unref()
    const drop = () => {
      if (spare === thread) spare = null
    }
    thread.on('error', drop)
    thread.on('exit', drop)
    spare = thread
  }

  /** Begins to wait anew: two timers would make two spares, one of which nobody would end. */
  function prepareLater(): void {
    if (timer !== null) clearTimeout(timer)
    timer = isDisposed ? null : setTimeout(prepare, NEXT_SPARE_MS)
    timer?.unref()
  }

  prepare()
  return {
    spawn(start) {
      prepareLater()
      if (!spare) return make(start)
      const thread = spare
      thread.postMessage({ type: 'start', start })
      thread.ref()
      spare = null
      return thread
    },
    async dispose() {
      isDisposed = true
      if (timer !== null) clearTimeout(timer)
      await spare?.terminate()
    },
  }
}
