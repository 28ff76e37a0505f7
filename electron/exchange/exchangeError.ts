import { reason } from '../../core/contract/reasons'
import type { ErrorCode } from '../../core/contract/result'
import { StoreError } from '../store/storeError'

/** Something cannot be exported or imported, told by the command line alone, in English. */
export class ExchangeError extends StoreError {
  constructor(sentence: string, code?: ErrorCode) {
    super(reason('words', { text: sentence }), code)
  }
}
