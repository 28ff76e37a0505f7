import type { Cell } from '../cells/cell'
import { createRandom } from '../math/random'
import { initializeModel } from '../nn/init'
import { createModel, type Model, type ModelSpec } from '../nn/model'

/** Steps and sequences of its pass. */
export const T = 6
export const B = 3

/** A model after one forward and one backward pass, and its first cell. */
export function trained(changes: Partial<ModelSpec>, steps = T): { model: Model; cell: Cell } {
  const spec: ModelSpec = {
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    residualScale: 1,
    embeddingSize: null,
    dropout: 0,
    learnInitialState: false,
    hiddenSize: 5,
    numLayers: 1,
    bias: true,
    bidirectional: false,
    init: 'orthogonal',
    initGain: 1,
    forgetBias: 1,
    inputSize: 2,
    outputSize: 2,
    ...changes,
  }
  const model = createModel(spec, { seqLen: steps, batch: B, dtype: 'float64' })
  initializeModel(model, 4)
  const random = createRandom(5)
  const input = Float64Array.from({ length: steps * B * 2 }, random.normal)
  const supervised = new Uint8Array(steps)
  supervised[steps - 1] = 1
  const scores = model.forward(input, supervised)
  model.backward(scores)
  return { model, cell: model.layers[0][0] }
}
