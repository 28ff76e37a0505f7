import { expect, it } from 'vitest'
import type { ModelSpec } from '../../nn/model'
import { createModel } from '../../nn/model'
import { initializeModel } from '../../nn/init'
import { findParameter } from '../../nn/parameter'
import { createRandom } from '../../math/random'
import { evaluate } from './evaluate.testing'
import type { OnnxModel } from './recurrentGraph'
import { recurrentGraph } from './recurrentGraph'

const [T, B, I, O] = [5, 2, 3, 4]

const cells: readonly Partial<OnnxModel>[] = [
  { cell: 'rnn' },
  { cell: 'rnn', nonlinearity: 'relu' },
  { cell: 'residual' },
  { cell: 'residual', residualScale: 0.3 },
  { cell: 'gru' },
  { cell: 'gru', gruVariant: 'resetBefore' },
  { cell: 'lstm' },
]
const shapes: readonly Partial<OnnxModel>[] = [
  {},
  { bias: false },
  { numLayers: 3 },
  { bidirectional: true },
  { numLayers: 2, bidirectional: true, bias: false },
]
const nets = cells.flatMap((cell) =>
  shapes
    .filter(({ bidirectional }) => !bidirectional || cell.cell !== 'residual')
    .map((shape) => ({ ...cell, ...shape })),
)

it.each(nets)('as ONNX defines its operators, the graph computes what the network does: %j', (net) => {
  const spec = {
    ...{
      cell: 'gru',
      nonlinearity: 'tanh',
      gruVariant: 'resetAfter',
      residualScale: 1,
      hiddenSize: 4,
      numLayers: 1,
      bias: true,
    },
    ...{ bidirectional: false, init: 'pytorch', initGain: 1, forgetBias: 1, inputSize: I, outputSize: O },
    ...net,
  } as ModelSpec
  const model = createModel(spec, { seqLen: T, batch: B, dtype: 'float32' })
  initializeModel(model, 7)
  const random = createRandom(3)
  const x = Float32Array.from({ length: T * B * I }, () => random.uniform(-1, 1))
  const expected = model.forward(x, new Uint8Array(T).fill(1))
  const graph = recurrentGraph(spec, (name) => findParameter(model.parameters, name).value)
  const input = { shape: [T, B, I], data: Float64Array.from(x) }
  const scores = evaluate(graph, { x: input }, 'scores')
  expect(scores.shape).toEqual([T, B, O])
  scores.data.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 5))
  // A network whose states are all alike would agree with anything.
  expect(Math.abs(expected[0]! - expected[expected.length - O]!)).toBeGreaterThan(1e-4)
})
