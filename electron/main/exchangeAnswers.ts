import type { Result } from '../../core/contract/result'
import { fail, failInWords } from '../../core/contract/result'
import type { ExchangeAnswer } from '../exchange/thread/messages'
import { StoreError } from '../store/storeError'

/** What a window is told where the exchange's thread has refused. */
export function refused(answer: ExchangeAnswer): Result<never> {
  if (answer.ok) return failInWords('internal', 'the thread has named no run')
  return answer.why ? fail('unreadableFile', answer.why) : failInWords('internal', answer.message)
}

/** What cannot be stored or read, as a failure. */
export async function telling<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof StoreError) return fail(error.code, error.reason)
    throw error
  }
}
