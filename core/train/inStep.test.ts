import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { experimentSchema } from '../experiment/schema'
import { pairParameters, trainInStep, weightsApart } from './inStep'
import { createTrainer } from './trainer'

const trainerOf = (changes: Partial<ExperimentInput> = {}) =>
  createTrainer(
    experimentSchema.parse({
      task: { name: 'adding', seqLen: 6 },
      model: { cell: 'lstm', hiddenSize: 3 },
      train: { batch: 2, updates: 5, dtype: 'float64' },
      ...changes,
    }),
  )

describe('two networks in step', () => {
  it('are at no distance for as long as nothing tells them apart', () => {
    const [one, other] = [trainerOf(), trainerOf()]
    const { pairs, unpaired } = pairParameters(one, other)
    expect([pairs.length, unpaired]).toEqual([one.model.parameters.length, []])
    const made = [...trainInStep(one, other, pairs)]
    expect(made.map(({ distance, largest, differ }) => [distance, largest, differ])).toEqual(
      Array(5).fill([0, 0, false]),
    )
    expect(made.at(-1)).toMatchObject({ made: 5, losses: [one.progress.loss, one.progress.loss] })
  })

  it('part with the first update where their learning rates differ, and say how far', () => {
    for (const seed of [0, 1, 2, 3, 4]) {
      const train = { batch: 2, updates: 5, seed, dtype: 'float64' as const }
      const [one, other] = [trainerOf({ train }), trainerOf({ train, optimizer: { lr: 0.02 } })]
      const { pairs } = pairParameters(one, other)
      expect(weightsApart(pairs)).toEqual({ distance: 0, largest: 0, differ: false })
      const [first, second] = [...trainInStep(one, other, pairs)]
      // Adam's first step is the learning rate in every weight that has a gradient.
      expect(first!.largest).toBeCloseTo(0.02 - 0.005, 6)
      expect(first!.differ).toBe(true)
      expect(first!.losses[0]).toBe(first!.losses[1])
      expect(second!.losses[0]).not.toBe(second!.losses[1])
    }
  })

  it('are compared where their shapes agree, and say what is left out', () => {
    const [one, other] = [trainerOf(), trainerOf({ model: { cell: 'gru', hiddenSize: 3 } })]
    const { pairs, unpaired } = pairParameters(one, other)
    expect(pairs.map(([{ name }]) => name)).toEqual(['head.weight', 'head.bias'])
    expect(unpaired).toContain('rnn.weight_hh_l0')
  })

  it('end where either ends', () => {
    const [one, other] = [trainerOf(), trainerOf({ train: { batch: 2, updates: 3 } })]
    expect([...trainInStep(one, other, pairParameters(one, other).pairs)]).toHaveLength(3)
  })
})
