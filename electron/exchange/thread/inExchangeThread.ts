import { once } from 'node:events'
import createThread from './exchangeThread?nodeWorker'
import type { ExchangeAnswer, ExchangeRequest } from './messages'

/**
 * Exports or imports in a thread of its own, which ends when it is done. Only the app's bundler can resolve
 * the import.
 */
export async function inExchangeThread(request: ExchangeRequest): Promise<ExchangeAnswer> {
  const thread = createThread({})
  try {
    thread.postMessage(request)
    const [answer] = (await once(thread, 'message')) as [ExchangeAnswer]
    return answer
  } finally {
    void thread.terminate()
  }
}
