import { isFloat32 } from '../../core/math/floats'
import type { Tensor } from '../../core/formats/safetensors'
import { writeSafetensors } from '../../core/formats/safetensors'
import type { ExportSource, FileFormat } from './exportFormat'

/** The weights under PyTorch's names: `rnn.` those of nn.RNN, GRU or LSTM, `head.` those of nn.Linear. */
async function* safetensorsOf({ stored, trainer }: ExportSource): AsyncGenerator<Uint8Array> {
  const { model, progress, experiment } = await trainer()
  const tensors = new Map(
    model.parameters.map(({ name, shape, value }): [string, Tensor] => {
      return [name, { dtype: isFloat32(value) ? 'F32' : 'F64', shape, data: value }]
    }),
  )
  const metadata = new Map([
    ['format', 'pt'],
    ['run', stored.run.id],
    ['update', String(progress.update)],
    ['experiment', JSON.stringify(experiment)],
  ])
  yield writeSafetensors(tensors, metadata)
}

export const safetensors: FileFormat = {
  ...{ makes: 'file', options: ['update'] },
  summary: "the weights, under PyTorch's names",
  write: safetensorsOf,
}
