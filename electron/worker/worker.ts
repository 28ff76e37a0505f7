import { parentPort, workerData } from 'node:worker_threads'
import type { SpareStart, WorkerStart } from './messages'
import { serve } from './serve'

/*
 * The training thread of one run. It stays when the run is over, until its host ends it. Whatever is thrown
 * here, now or later, kills the thread; its host sees that and says so.
 */

if (!parentPort) throw new Error('this file runs in a worker thread')
serve(parentPort, workerData as WorkerStart | SpareStart)
