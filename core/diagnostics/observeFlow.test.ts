import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'
import { complete } from '../train/trainer.testing'
import { createObserver } from './observe'
import { stepGradientNorms } from './observeFlow'
import { B, T, trained } from './trained.testing'

it('norms of dL/dh_t and dL/dc_t are those of the stored gradients', () => {
  const { cell } = trained({ cell: 'lstm' })
  const { h, c } = stepGradientNorms(cell)
  expect(h).toHaveLength(T)
  expect(c).toHaveLength(T)
  const last = [...cell.gradH.subarray((T - 1) * B * 5)]
  expect(h[T - 1]).toBeCloseTo(Math.sqrt(last.reduce((sum, x) => sum + x * x, 0)), 12)
  expect(stepGradientNorms(trained({ cell: 'gru' }).cell).c).toBeNull()
})

describe('the gradient flow', () => {
  type Changes = Partial<Pick<ExperimentInput, 'clip' | 'task' | 'train'>>
  /** Of the first update: runs that differ in clipping alone have the same weights there. */
  function flowOf(changes: Changes, { isPrepared = true } = {}) {
    const trainer = createTrainer(
      complete({
        task: { name: 'adding', seqLen: 6 },
        model: { cell: 'lstm', hiddenSize: 3, numLayers: 2 },
        ...changes,
        train: { batch: 4, updates: 100, dtype: 'float64', ...changes.train },
      }),
    )
    const observer = createObserver(trainer)
    if (isPrepared) observer.prepare()
    train(trainer).next()
    return { observer, layers: observer.observe(['flow', 'norms']).flow!.layers }
  }
  const free = flowOf({ clip: { mode: 'none' } })

  it('of clipping at each time step is known before and after it', () => {
    const { layers } = flowOf({ clip: { mode: 'step', threshold: 1e-3 } })
    layers.forEach(({ h, c, unclipped }, l) => {
      const { h: freeH, c: freeC } = free.layers[l]
      expect(unclipped).toEqual({ h: freeH, c: freeC })
      expect(Math.max(...h, ...c!)).toBeLessThan(1e-3 * Math.sqrt(4) * 1.0001)
    })
    expect(Math.max(...layers[1].unclipped!.h)).toBeGreaterThan(10 * Math.max(...layers[1].h))
  })

  it('of clipping at each time step is the same before and after it where no step was clipped', () => {
    const { layers } = flowOf({ clip: { mode: 'step', threshold: 1e6 } }, { isPrepared: false })
    expect(layers.map(({ h, c }) => ({ h, c }))).toEqual(layers.map(({ unclipped }) => unclipped))
  })

  it('of clipping at each time step is known after it alone where the weights of the pass are gone', () => {
    const { layers } = flowOf({ clip: { mode: 'step', threshold: 1e-3 } }, { isPrepared: false })
    expect(layers.map(({ unclipped }) => unclipped)).toEqual([null, null])
  })

  it('stands at its place in the sequence before clipping too', () => {
    const clip = { mode: 'step', threshold: 1e-3 } as const
    const { layers } = flowOf({ clip, task: { name: 'parity', seqLen: 5 }, train: { tbptt: 2 } })
    expect(Array.from(layers[0].unclipped!.h, Number.isNaN)).toEqual([false, false, true, true, true])
  })

  it.each(['none', 'norm', 'value'] as const)(
    'of other clipping, %s, is one: it clips no gradient of a state',
    (mode) => {
      const { layers, observer } = flowOf({ clip: { mode, threshold: 1e-3 } })
      expect(layers).toEqual(free.layers)
      expect(layers.map(({ unclipped }) => unclipped)).toEqual([null, null])
      expect(observer.needsWeights(['flow'])).toBe(false)
    },
  )

  it('needs the weights of its pass where it is clipped at each time step', () => {
    const { observer } = flowOf({ clip: { mode: 'step' } })
    expect([observer.needsWeights(['flow']), observer.needsWeights(['gates'])]).toEqual([true, false])
  })
})
