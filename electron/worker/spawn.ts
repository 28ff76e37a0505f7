import type { Worker } from 'node:worker_threads'
import type { Experiment } from '../../core/experiment/experiment'
import type { SpareStart, Thread, WorkerStart } from './messages'
import createWorker from './worker?nodeWorker'

/** How long after a start the next spare is made: the new run has the processor to itself until then. */
const NEXT_SPARE_MS = 1000

/** Starts the training thread. In a file of its own since only the app's bundler can resolve the import. */
export const spawnThread = (start: WorkerStart): Thread => createWorker({ workerData: start })

/**
 * Starts training threads from a spare one that is loaded and warm, so that a run's first update is not spent
 * on that. A spare keeps nothing alive; one that dies is not missed.
 */
export function createSpareThreads(warmUp: Experiment): (start: WorkerStart) => Thread {
  const spareStart: SpareStart = { warmUp }
  let spare: Worker | null = null
  function prepare(): void {
    const thread = createWorker({ workerData: spareStart })
    thread.unref()
    const drop = () => {
      if (spare === thread) spare = null
    }
    thread.once('error', drop)
    thread.once('exit', drop)
    spare = thread
  }
  prepare()
  return (start) => {
    const thread = spare
    spare = null
    setTimeout(prepare, NEXT_SPARE_MS).unref()
    if (!thread) return spawnThread(start)
    thread.ref()
    thread.postMessage({ type: 'start', start })
    return thread
  }
}
