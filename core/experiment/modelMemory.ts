import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import type { Experiment, ModelSettings } from './experiment'

/** Numbers in all weights and biases. */
export function numParametersOf({ task, model }: Pick<Experiment, 'task' | 'model'>): number {
  const { inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { gateNames, hasCellState } = cellKindOf(model.cell)
  const gateUnits = gateNames.length * model.hiddenSize
  const directions = model.bidirectional ? 2 : 1
  const width = directions * model.hiddenSize
  const ofLayer = (input: number) =>
    directions * gateUnits * (input + model.hiddenSize + (model.bias ? 2 : 0))
  const ofEmbedding = inputSize * (model.embeddingSize ?? 0)
  const ofState = model.learnInitialState ? model.numLayers * width * (hasCellState ? 2 : 1) : 0
  const ofCells = ofLayer(widthOfInput(model, inputSize)) + (model.numLayers - 1) * ofLayer(width)
  return ofEmbedding + ofCells + (width + 1) * outputSize + ofState
}

/** What the lowest layer reads of each step of a task's input. */
export const widthOfInput = (
  { embeddingSize }: Pick<ModelSettings, 'embeddingSize'>,
  inputSize: number,
): number => embeddingSize ?? inputSize

/** Steps of a pass, and units of all layers and directions in each. */
export function sizeOfPass({ task, model, train }: Experiment): { steps: number; units: number } {
  const { seqLen } = taskNamed(task.name).shape(task)
  return {
    steps: Math.min(train.tbptt ?? seqLen, seqLen),
    units: model.hiddenSize * (model.bidirectional ? 2 : 1) * model.numLayers,
  }
}
