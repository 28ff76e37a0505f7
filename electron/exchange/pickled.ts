import { showPath } from '../../core/text/foreign'
import type { StoreError } from '../store/storeError'
import { ExchangeError } from './exchangeError'

/** PyTorch's own files are programs that whoever opens them runs. */
export function pickled(path: string): StoreError {
  return new ExchangeError(
    `${showPath(path)} is a pickle of Python's, which could run anything: save the weights as safetensors, by\n` +
      `  from safetensors.torch import save_file\n` +
      `  save_file(model.state_dict(), "weights.safetensors")`,
  )
}
