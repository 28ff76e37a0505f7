import { parentPort, workerData } from 'node:worker_threads'
import { answer } from './answers'
import type { VerifyJob, VerifyMessage } from './messages'

/* Computes one thing for the place Verify. Whatever is thrown here its host hears of. */

if (!parentPort) throw new Error('this file runs in a worker thread')
const port = parentPort
const tell = (message: VerifyMessage) => port.postMessage(message)
tell({ type: 'over', result: await answer(workerData as VerifyJob, tell) })
