import { once } from 'node:events'
import { DataError } from './dataError'
import { handedOver, type ReadAnswer, type ReadRequest } from './messages'
import type { Reader } from './provide'
import createThread from './readerThread?nodeWorker'

/**
 * Reads data in a thread of its own, which ends when it is done. Only the app's bundler can resolve the
 * import.
 */
export const readInThread: Reader = async (bytes, reading) => {
  const thread = createThread({})
  try {
    thread.postMessage({ bytes, reading } satisfies ReadRequest, handedOver(bytes))
    const [answer] = (await once(thread, 'message')) as [ReadAnswer]
    if (answer.ok) return answer
    throw answer.reason ? new DataError(answer.reason) : new Error(answer.message)
  } finally {
    void thread.terminate()
  }
}
