import { describe, expect, it } from 'vitest'
import { layerKey } from './layerName'
import { readFlow } from './flowWords'

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
