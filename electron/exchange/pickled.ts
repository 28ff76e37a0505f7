import { showPath } from '../../core/text/foreign'
import { StoreError } from '../store/storeError'

/** PyTorch's own files are programs that whoever opens them runs. */
export function pickled(path: string): StoreError {
  return new StoreError(
    `${showPath(path)} is a pickle of Python's, which could run anything: save the weights as safetensors, by\n` +
      `  from safetensors.torch import save_file\n` +
      `  save_file(model.state_dict(), "weights.safetensors")`,
  )
}
