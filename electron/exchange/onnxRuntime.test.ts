import type * as Runtime from 'onnxruntime-web'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { OnnxModel } from '../../core/formats/onnx/recurrentGraph'
import { recurrentGraph } from '../../core/formats/onnx/recurrentGraph'
import { createRandom } from '../../core/math/random'
import { initializeModel } from '../../core/nn/init'
import type { ModelSpec } from '../../core/nn/model'
import { createModel } from '../../core/nn/model'
import { findParameter } from '../../core/nn/parameter'
import { encodeOnnx } from './encodeOnnx'

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
  { numLayers: 2, embeddingSize: 2 },
  { numLayers: 2, learnInitialState: true },
  { bidirectional: true, bias: false, learnInitialState: true },
]
const nets = cells.flatMap((cell) =>
  shapes
    .filter(({ bidirectional }) => !bidirectional || cell.cell !== 'residual')
    .map((shape) => ({ ...cell, ...shape })),
)
const others = {
  ...{ nonlinearity: 'tanh', gruVariant: 'resetAfter', residualScale: 1, hiddenSize: 4, numLayers: 1 },
  ...{ embeddingSize: null, dropout: 0, learnInitialState: false },
  ...{ bias: true, bidirectional: false, init: 'pytorch', initGain: 1, forgetBias: 1 },
  ...{ inputSize: I, outputSize: O },
}

let ort: typeof Runtime

beforeAll(async () => {
  // Where there is a `fetch`, the runtime takes itself to be in a page, and its file to be a URL.
  vi.stubGlobal('fetch', undefined)
  ort = await import('onnxruntime-web')
  ort.env.wasm.numThreads = 1
})
afterAll(() => {
  vi.unstubAllGlobals()
})

/** A network with its own weights, some input, and its answer to that. */
function answered(spec: ModelSpec, seqLen: number, batch: number) {
  const model = createModel(spec, { seqLen, batch, dtype: 'float32' })
  initializeModel(model, 7)
  const random = createRandom(3)
  for (const { name, value } of model.parameters) {
    if (/^[hc]0$/.test(name)) value.forEach((_, i) => (value[i] = random.uniform(-1, 1)))
  }
  const x = Float32Array.from({ length: seqLen * batch * I }, () => random.uniform(-1, 1))
  return { model, x, scores: model.forward(x, new Uint8Array(seqLen).fill(1)) }
}

it.each(nets)('onnxruntime answers as the network does, other lengths and batches too: %j', async (net) => {
  const spec = { ...others, ...net } as ModelSpec
  const first = answered(spec, T, B)
  // A network whose states are all alike would agree with anything.
  expect(Math.abs(first.scores[0]! - first.scores.at(-O)!)).toBeGreaterThan(1e-4)
  const graph = recurrentGraph(spec, (name) => findParameter(first.model.parameters, name).value)
  const file = encodeOnnx(graph, { version: '1', description: '', metadata: {} })
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] })
  for (const [seqLen, batch] of [
    [T, B],
    [2 * T, 1],
  ] as const) {
    const { x, scores: expected } = answered(spec, seqLen, batch)
    const { scores } = await session.run({ x: new ort.Tensor('float32', x, [seqLen, batch, I]) })
    expect(scores!.dims).toEqual([seqLen, batch, O])
    const errors = (scores!.data as Float32Array).map((score, i) => Math.abs(score - expected[i]!))
    expect(Math.max(...errors)).toBeLessThan(1e-5)
  }
})
