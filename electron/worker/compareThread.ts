import { parentPort, workerData } from 'node:worker_threads'
import type { RunInStep } from './compareWeights'
import { compareWeights } from './compareWeights'

/* Compares the weights of two runs for the main process. Whatever is thrown here its host hears of. */

if (!parentPort) throw new Error('this file runs in a worker thread')
const port = parentPort
compareWeights(workerData as readonly [RunInStep, RunInStep], port.postMessage.bind(port), () =>
  performance.now(),
)
