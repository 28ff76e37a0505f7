import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { complete } from '../train/trainer.testing'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'
import { cosine, shareBeyond } from './clipping'
import { createObserver } from './observe'

const grads = (...values: number[][]) => values.map((each) => Float64Array.from(each))

describe('cosine', () => {
  it('of a gradient clipped by value is that of the two worked out by hand', () => {
    // (3, 0, 4) at threshold 1 becomes (1, 0, 1): 7 / (5 √2).
    expect(cosine(grads([3, 0], [4]), grads([1, 0], [1]))).toBeCloseTo(7 / (5 * Math.SQRT2), 15)
    // (3, -0.5) at threshold 0.5 becomes (0.5, -0.5): 1.75 / √(9.25 · 0.5).
    expect(cosine(grads([3, -0.5]), grads([0.5, -0.5]))).toBeCloseTo(1.75 / Math.sqrt(9.25 / 2), 15)
  })

  it('is 1 in the same direction, 0 at a right angle, and never beyond 1', () => {
    const g = grads([0.1, 0.2, 0.3])
    expect(cosine(g, grads([0.1 / 3, 0.2 / 3, 0.3 / 3]))).toBeCloseTo(1, 15)
    expect(cosine(g, g)).toBeLessThanOrEqual(1)
    expect(cosine(grads([1, 0]), grads([0, 5]))).toBe(0)
  })

  it('does not overflow, and is not a number where there is no direction', () => {
    expect(cosine(grads([3e200, 4e200]), grads([3e-200, 4e-200]))).toBeCloseTo(1, 14)
    expect(cosine(grads([0, 0]), grads([1, 0]))).toBeNaN()
    expect(cosine(grads([Infinity, 1]), grads([1, 1]))).toBeNaN()
  })
})

it('shareBeyond counts the elements that are larger in size', () => {
  expect(shareBeyond(grads([2, -3], [0.5, 1]), 1)).toBe(0.5)
})

describe('what clipping does to the gradient', () => {
  const setUp = (clip: ExperimentInput['clip'], cell: 'lstm' | 'gru' = 'lstm') => {
    const trainer = createTrainer(
      complete({
        task: { name: 'adding', seqLen: 6 },
        model: { cell, hiddenSize: 3 },
        clip,
        train: { batch: 4, updates: 9 },
      }),
    )
    return { trainer, observer: createObserver(trainer), updates: train(trainer) }
  }
  /** Of the first update, which meets the same weights whatever clips. */
  const first = (clip: ExperimentInput['clip']) => {
    const { trainer, observer, updates } = setUp(clip)
    observer.prepare()
    updates.next()
    const { clipping } = observer.observe(['norms']).norms!
    return { clipping, grads: trainer.model.parameters.map(({ grad }) => grad.slice()) }
  }
  const unclipped = first({ mode: 'none' })

  it('by none is nothing', () => {
    const { normBefore } = unclipped.clipping
    expect(unclipped.clipping).toEqual({
      mode: 'none',
      threshold: null,
      normBefore,
      normAfter: normBefore,
      cosine: 1,
      cutShare: 0,
    })
  })

  it('by the norm is to shorten it: the cosine is exactly 1, as that of the actual gradients', () => {
    const { clipping, grads: after } = first({ mode: 'norm', threshold: 1e-2 })
    expect(clipping).toMatchObject({ mode: 'norm', threshold: 1e-2, cosine: 1, cutShare: 1 })
    expect(clipping.normBefore).toBe(unclipped.clipping.normBefore)
    expect(clipping.normAfter).toBeCloseTo(1e-2, 7)
    expect(cosine(unclipped.grads, after)).toBeCloseTo(1, 14)
  })

  it.each(['value', 'step'] as const)('by %s is to turn it as well', (mode) => {
    const { clipping, grads: after } = first({ mode, threshold: 1e-3 })
    expect(clipping.normBefore).toBe(unclipped.clipping.normBefore)
    expect(clipping.normAfter).toBeLessThan(clipping.normBefore)
    expect(clipping.cosine).toBeCloseTo(cosine(unclipped.grads, after), 13)
    expect(clipping.cosine).toBeLessThan(0.999)
    expect(clipping.cutShare).toBeGreaterThan(0)
    expect(clipping.cutShare).toBeLessThanOrEqual(1)
    if (mode === 'value') expect(clipping.cutShare).toBe(shareBeyond(unclipped.grads, 1e-3))
  })

  it.each(['norm', 'value', 'step'] as const)('by %s within the threshold is nothing', (mode) => {
    expect(first({ mode, threshold: 1e6 }).clipping).toMatchObject({ threshold: 1e6, cosine: 1, cutShare: 0 })
  })

  it('is not known where clipping lost the gradient and the weights of the pass are gone', () => {
    const { observer, updates } = setUp({ mode: 'value', threshold: 1e-4 })
    updates.next()
    expect(observer.observe(['norms']).norms!.clipping).toMatchObject({ cosine: NaN, cutShare: NaN })
  })

  it.each(['value', 'step'] as const)(
    'by %s is that of the update, not of a threshold tuned since',
    (mode) => {
      const { trainer, observer, updates } = setUp({ mode, threshold: 1e-3 })
      observer.prepare()
      updates.next()
      const grads = trainer.model.parameters.map(({ grad }) => grad.slice())
      const before = observer.observe(['norms']).norms!.clipping
      trainer.tune({ clipThreshold: 1e-5 })
      expect(observer.observe(['norms']).norms!.clipping).toEqual(before)
      expect(trainer.model.parameters.map(({ grad }) => grad)).toEqual(grads)
    },
  )
})
