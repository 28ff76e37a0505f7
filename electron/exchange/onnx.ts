import { recurrentGraph } from '../../core/formats/onnx/recurrentGraph'
import { findParameter } from '../../core/nn/parameter'
import { counted } from '../../core/text/counted'
import { encodeOnnx } from './encodeOnnx'
import type { ExportSource, FileFormat } from './exportFormat'

async function* onnxOf({ stored, trainer }: ExportSource): AsyncGenerator<Uint8Array> {
  const { model, progress, experiment } = await trainer()
  const graph = recurrentGraph(model.spec, (name) => findParameter(model.parameters, name).value)
  yield encodeOnnx(graph, {
    version: stored.run.app,
    description: `Run ${stored.run.id} after ${counted(progress.update, 'update')}`,
    metadata: { run: stored.run.id, update: String(progress.update), experiment: JSON.stringify(experiment) },
  })
}

export const onnx: FileFormat = {
  ...{ makes: 'file', options: ['update'] },
  summary: 'the network, float32: x (steps, batch, inputs) to scores (steps, batch, outputs)',
  write: onnxOf,
}
