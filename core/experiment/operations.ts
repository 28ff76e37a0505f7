import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import type { Experiment } from './experiment'
import { sizeOfPass, widthOfInput } from './modelMemory'

/**
 * Floating-point operations of the matrix products of one update, forward and backward:
 *
 *     2 · steps · batch · (G I · 2 + G H · 3 + W O · 3)
 *
 * with G = gates · H units of all gates, I inputs, W = H features of the last layer (2 H in both directions)
 * and O outputs, as `unroll bench` counts them; layers and directions add up. The weights on the task's input
 * have no gradient towards it, so they have two products instead of three, unless it is embedded: then I is
 * the size of the embedding, whose own sums are few. The output layer counts at every step.
 */
export function operationsOfUpdate(experiment: Experiment): number {
  const { task, model, train } = experiment
  const { inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { steps } = sizeOfPass(experiment)
  const gates = cellKindOf(model.cell).gateNames.length * model.hiddenSize
  const directions = model.bidirectional ? 2 : 1
  const width = directions * model.hiddenSize
  const isEmbedded = model.embeddingSize !== null
  const ofInput = widthOfInput(model, inputSize) * (isEmbedded ? 3 : 2)
  let perRow = width * outputSize * 3
  for (let layer = 0; layer < model.numLayers; layer++) {
    const fromBelow = layer === 0 ? ofInput : width * 3
    perRow += directions * gates * (fromBelow + model.hiddenSize * 3)
  }
  return 2 * steps * train.batch * perRow
}
