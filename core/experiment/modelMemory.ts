import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import type { Experiment } from './experiment'

/** Numbers in all weights and biases. */
export function numParametersOf({ task, model }: Pick<Experiment, 'task' | 'model'>): number {
  const { inputSize, outputSize } = taskNamed(task.name).shape(task)
  const gateUnits = cellKindOf(model.cell).gateNames.length * model.hiddenSize
  const directions = model.bidirectional ? 2 : 1
  const width = directions * model.hiddenSize
  const ofLayer = (input: number) =>
    directions * gateUnits * (input + model.hiddenSize + (model.bias ? 2 : 0))
  return ofLayer(inputSize) + (model.numLayers - 1) * ofLayer(width) + (width + 1) * outputSize
}

/** Steps of a pass, and units of all layers and directions in each. */
export function sizeOfPass({ task, model, train }: Experiment): { steps: number; units: number } {
  const { seqLen } = taskNamed(task.name).shape(task)
  return {
    steps: Math.min(train.tbptt ?? seqLen, seqLen),
    units: model.hiddenSize * (model.bidirectional ? 2 : 1) * model.numLayers,
  }
}
