import type { WorkerStart } from '../../core/contract/worker'
import type { Thread } from './runHost'
import createWorker from './worker?nodeWorker'

/** Starts the training thread. In a file of its own since only the app's bundler can resolve the import. */
export const spawnThread = (start: WorkerStart): Thread => createWorker({ workerData: start })
