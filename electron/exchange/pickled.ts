import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import { ExchangeError } from './exchangeError'

/** What to say to PyTorch instead. */
const LINES =
  `  from safetensors.torch import save_file\n` + `  save_file(model.state_dict(), "weights.safetensors")`

/** PyTorch's own files are programs that whoever opens them runs. */
export function pickled(path: string): ExchangeError {
  return new ExchangeError(reason('pickle', { path: showPath(path), lines: LINES }))
}
