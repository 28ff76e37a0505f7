import { describe, expect, it } from 'vitest'
import { layerKey } from './layerName'
import { isNothingClipped, readFlow } from './flowWords'

describe('a gradient’s way back in words', () => {
  it('shrinks, grows or stays from the last step to the first', () => {
    expect(readFlow([3.1e-9, 1e-4, 0.12])).toEqual({
      kind: 'shrinks',
      from: 0.12,
      to: 3.1e-9,
      last: 3,
      first: 1,
    })
    expect(readFlow([40, 3, 1])).toMatchObject({ kind: 'grows', from: 1, to: 40 })
    expect(readFlow([0.6, 1])).toMatchObject({ kind: 'stays' })
  })

  it('starts where the loss first puts a gradient in', () => {
    expect(readFlow([1e-6, 0.5, 0, 0])).toMatchObject({ kind: 'shrinks', last: 2, first: 1 })
  })

  it('is none where the gradient reaches one step only', () => {
    expect(readFlow([0.14])).toEqual({ kind: 'single', from: 0.14, last: 1 })
    expect(readFlow([NaN, NaN, 0.14], false, true)).toEqual({ kind: 'single', from: 0.14, last: 3 })
  })

  it('runs the other way in a layer that reads backward', () => {
    expect(readFlow([1, 0.1, 1e-3], true)).toMatchObject({ kind: 'shrinks', last: 1, first: 3 })
  })

  it('ends where the window of a truncated pass ends', () => {
    expect(readFlow([NaN, NaN, 0.1, 1], false, true)).toMatchObject({ kind: 'shrinks', last: 4, first: 3 })
  })

  it('names what is not a gradient at all', () => {
    expect(readFlow([0, 0])).toEqual({ kind: 'allZero' })
    expect(readFlow([1, NaN, Infinity])).toEqual({ kind: 'notFinite', step: 2 })
  })

  it('knows layers by their parameters’ names', () => {
    expect(layerKey('l0')).toEqual({ key: 'layerName', n: 1 })
    expect(layerKey('l2_reverse')).toEqual({ key: 'layerReverse', n: 3 })
  })
})

describe('clipping at each time step', () => {
  const h = Float64Array.of(1, 2)
  const layer = (unclipped: { h: Float64Array; c: Float64Array | null } | null) => ({ h, c: null, unclipped })

  it('has clipped nothing where every layer’s gradient is the same before and after it', () => {
    const same = layer({ h: h.slice(), c: null })
    const other = layer({ h: Float64Array.of(1, 3), c: null })
    expect(isNothingClipped([same, same])).toBe(true)
    expect(isNothingClipped([same, other])).toBe(false)
    const c = Float64Array.of(1, 1)
    expect(isNothingClipped([{ ...same, c, unclipped: { h, c: Float64Array.of(1, 5) } }])).toBe(false)
  })

  it('is not said to have clipped nothing where that is not known', () => {
    expect(isNothingClipped([layer(null)])).toBe(false)
    expect(isNothingClipped([])).toBe(false)
  })
})
