import { parentPort } from 'node:worker_threads'
import { answerExchange } from './answerExchange'
import type { ExchangeRequest } from './messages'

/* Exports and imports for the main process, whose windows must not wait for them. */

if (!parentPort) throw new Error('this file runs in a worker thread')
const port = parentPort
port.on('message', (request: ExchangeRequest) => {
  void answerExchange(request).then((answer) => port.postMessage(answer))
})
