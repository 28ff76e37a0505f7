import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import { ExchangeError } from './exchangeError'

/** PyTorch's own files are programs of Python's, which run when they are opened. */
export function pickled(path: string): ExchangeError {
  return new ExchangeError(reason('pickle', { path: showPath(path) }))
}
