import { parentPort } from 'node:worker_threads'
import { DataError } from './dataError'
import { handedOver, type ReadAnswer, type ReadRequest } from './messages'
import { readBytes } from './read'

/* Reads data for the main process, whose windows must not wait for it. */

if (!parentPort) throw new Error('this file runs in a worker thread')
const port = parentPort
port.on('message', ({ bytes, reading }: ReadRequest) => {
  let answer: ReadAnswer
  try {
    answer = { ok: true, ...readBytes(bytes, reading) }
  } catch (error) {
    const reason = error instanceof DataError ? error.reason : null
    answer = { ok: false, reason, message: error instanceof Error ? error.message : String(error) }
  }
  port.postMessage(answer, answer.ok ? handedOver(answer.bytes) : [])
})
