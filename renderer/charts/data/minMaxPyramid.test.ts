import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowableColumn } from './growableColumn'
import { MinMaxPyramid } from './minMaxPyramid'

const anyValue = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
)

function byHand(values: readonly number[], low: number, high: number) {
  const finite = values.slice(Math.max(0, low), Math.max(0, high)).filter(Number.isFinite)
  return finite.length === 0 ? null : { min: Math.min(...finite), max: Math.max(...finite) }
}

describe('MinMaxPyramid', () => {
  it('finds the extremes of any stretch, however the column grew', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyValue, { maxLength: 60 }), { maxLength: 8 }),
        fc.nat(400),
        fc.nat(400),
        (pieces, a, b) => {
          const column = new GrowableColumn()
          const pyramid = new MinMaxPyramid(column)
          for (const piece of pieces) {
            column.append(Float64Array.from(piece))
            pyramid.extend()
          }
          const [low, high] = [Math.min(a, b), Math.max(a, b)]
          const { argmin, argmax } = pyramid.extremes(low, high)
          const wanted = byHand(pieces.flat(), low, high)
          if (wanted === null) expect([argmin, argmax]).toEqual([-1, -1])
          else expect({ min: column.at(argmin), max: column.at(argmax) }).toEqual(wanted)
        },
      ),
    )
  })

  it('finds one spike among a hundred thousand points', () => {
    const column = new GrowableColumn()
    const pyramid = new MinMaxPyramid(column)
    const values = new Float64Array(100_000).fill(1)
    values[77_777] = 1e9
    column.append(values)
    pyramid.extend()
    expect(pyramid.extremes(0, 100_000).argmax).toBe(77_777)
    expect(pyramid.extremes(77_778, 100_000).argmax).not.toBe(77_777)
  })

  it('looks no further than the end of a stretch', () => {
    const column = new GrowableColumn()
    const pyramid = new MinMaxPyramid(column)
    column.append(Float64Array.of(1, 2, 3, 9, 0))
    pyramid.extend()
    expect(pyramid.extremes(0, 3)).toEqual({ argmin: 0, argmax: 2 })
  })

  it('starts over when a long column was cleared and is short now', () => {
    const column = new GrowableColumn()
    const pyramid = new MinMaxPyramid(column)
    column.append(Float64Array.from({ length: 40 }, (_, i) => 100 - i))
    pyramid.extend()
    column.clear()
    column.append(Float64Array.from({ length: 16 }, (_, i) => i))
    pyramid.extend()
    expect(pyramid.extremes(0, 16)).toEqual({ argmin: 0, argmax: 15 })
  })

  it('starts over when the column was cleared', () => {
    const column = new GrowableColumn()
    const pyramid = new MinMaxPyramid(column)
    column.append(Float64Array.of(5, 6, 7))
    pyramid.extend()
    column.clear()
    column.append(Float64Array.of(1, 2))
    pyramid.extend()
    expect(pyramid.extremes(0, 10)).toEqual({ argmin: 0, argmax: 1 })
  })
})
