import { describe, expect, it } from 'vitest'
import { memoryNeed, momentsOf, SPLIT_BATCH } from '../experiment/memory'
import { numParametersOf } from '../experiment/modelMemory'
import { experimentSchema } from '../experiment/schema'
import { backendFor } from '../kernels/backends'
import { arenas } from '../kernels/simd/arena'
import { rules } from '../optim/optimizer'
import { createEvaluator } from './evaluator'
import { createTrainer } from '../train/trainer'

const experiments = [
  { cell: 'rnn', hiddenSize: 256, numLayers: 2 },
  { cell: 'residual', hiddenSize: 256 },
  { cell: 'gru', hiddenSize: 200, numLayers: 2, bidirectional: true },
  { cell: 'lstm', hiddenSize: 256, numLayers: 2, bidirectional: true },
].flatMap((model) =>
  (['float64', 'float32'] as const).flatMap((dtype) =>
    [
      { batch: 1, seqLen: 2, optimizer: 'adam' },
      { batch: 32, seqLen: 40, optimizer: 'sgd' },
    ].map(({ batch, seqLen, optimizer }) => ({
      title: `${model.cell}, ${dtype}, batch ${batch}, ${optimizer}`,
      experiment: experimentSchema.parse({
        task: { name: 'adding', seqLen },
        model: { ...model, init: 'pytorch' },
        optimizer: { name: optimizer },
        train: { batch, dtype },
      }),
    })),
  ),
)

describe('what an experiment is said to need of memory', () => {
  it.each(experiments)('is what its trainer takes, within a tenth: $title', ({ experiment }) => {
    const arena = arenas[experiment.train.dtype]
    expect(arena.hasKernels).toBe(true)
    const before = arena.allocate(1).byteOffset
    const trainer = createTrainer(experiment)
    const taken = arena.allocate(1).byteOffset - before
    expect(numParametersOf(experiment)).toBe(trainer.numParameters)
    const { weights, activations } = memoryNeed(experiment)
    expect(taken / (weights + activations)).toBeGreaterThan(0.9)
    expect(taken / (weights + activations)).toBeLessThan(1.05)
  })

  it.each(experiments)('is what its evaluation takes, within a tenth: $title', ({ experiment }) => {
    const arena = arenas[experiment.train.dtype]
    const few = { ...experiment, evaluation: { ...experiment.evaluation, sequences: 8, longest: 2 } }
    const evaluator = createEvaluator(createTrainer(few))
    const before = arena.allocate(1).byteOffset
    evaluator.evaluate()
    const taken = arena.allocate(1).byteOffset - before
    const { evaluation } = memoryNeed(few)
    expect(taken / evaluation).toBeGreaterThan(0.9)
    expect(taken / evaluation).toBeLessThan(1.05)
  })

  it('and an evaluation after the first takes none', () => {
    const experiment = experimentSchema.parse({
      task: { name: 'dyck' },
      model: { cell: 'gru', hiddenSize: 4 },
    })
    const evaluator = createEvaluator(createTrainer(experiment))
    evaluator.evaluate()
    const before = arenas.float64.allocate(1).byteOffset
    evaluator.evaluate()
    expect(arenas.float64.allocate(1).byteOffset - before).toBe(64)
  })

  it('knows the optimizers, and from which batch on gradients are summed in parts', () => {
    for (const [name, { buffers }] of Object.entries(rules)) {
      expect(momentsOf[name as keyof typeof rules]).toBe(buffers.length)
    }
    for (const dtype of ['float64', 'float32'] as const)
      expect(backendFor(dtype).minCutBatch).toBe(SPLIT_BATCH)
  })
})
