import type { Experiment } from '../../core/experiment/experiment'
import type { Thread, WorkerStart } from './messages'
import type { SpareThreads } from './spareThreads'
import { createSpareThreads } from './spareThreads'
import createWorker from './worker?nodeWorker'

/* What starts training threads. In a file of its own since only the app's bundler can resolve the import. */

/** Starts the training thread of a run. */
export const spawnThread = (start: WorkerStart): Thread => createWorker({ workerData: start })

/** Starts training threads from a spare one, warmed up by this experiment. */
export const spareThreads = (warmUp: Experiment): SpareThreads =>
  createSpareThreads(warmUp, (workerData) => createWorker({ workerData }))
