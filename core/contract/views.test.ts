import { describe, expect, it } from 'vitest'
import type { Observation } from './observation'
import { observationSchema } from './observation'
import type { ViewName } from './views'
import { emptyObservation, observedParts, onlyViews, supersede, viewNames } from './views'

function observe(update: number, ...views: ViewName[]): Observation {
  const fields = viewNames.map((view) => [view, views.includes(view) ? { layers: [] } : null])
  return { ...emptyObservation(update), ...Object.fromEntries(fields) }
}
const shown = (observations: readonly Observation[]) =>
  observations.map((each) => [each.update, ...viewNames.filter((view) => each[view] !== null)])

describe('onlyViews', () => {
  it('keeps the views asked for, and nothing where none of them is there', () => {
    expect(shown([onlyViews(observe(3, 'flow', 'gates'), ['gates', 'memory'])!])).toEqual([[3, 'gates']])
    expect(onlyViews(observe(3, 'flow'), ['memory'])).toBeNull()
  })
})

describe('supersede', () => {
  it('keeps the newest of every view', () => {
    const all = [observe(1, 'flow', 'gates', 'memory'), observe(2, 'flow', 'gates'), observe(3, 'flow')]
    expect(shown(all.reduce(supersede, [] as Observation[]))).toEqual([
      [1, 'memory'],
      [2, 'gates'],
      [3, 'flow'],
    ])
  })
})

describe('observationSchema', () => {
  it('has a field for every view, and for an evaluation', () => {
    expect(Object.keys(observationSchema.shape)).toEqual(['update', ...observedParts])
  })

  it.each([NaN, Infinity])('takes %f where gradients may explode', (norm) => {
    const parameters = [{ name: 'w', gradNorm: norm, gradNormClipped: norm, updateRatio: norm, gates: [] }]
    const clipping = {
      ...{ mode: 'norm', threshold: 1, cutShare: 1 },
      ...{ normBefore: norm, normAfter: norm, cosine: norm },
    }
    const observation = { ...observe(0), norms: { clipping, parameters } }
    expect(observationSchema.parse(observation)).toEqual(observation)
  })

  it.each([
    { update: -1 },
    { flow: [] },
    { flow: { layers: [{ name: 'l0', h: [1], c: null, unclipped: null }] } },
    { other: 1 },
  ])('refuses %j', (change) => {
    expect(observationSchema.safeParse({ ...observe(0), ...change }).success).toBe(false)
  })
})
