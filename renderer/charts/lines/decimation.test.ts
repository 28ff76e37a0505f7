import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimation, GAP, isDense, thinMarks } from './decimation'
import { GrowableColumn } from '../data/growableColumn'
import { Measurements } from '../data/measurements'
import type { Scale, ScaleKind } from '../scales/scale'
import { updateScale } from '../scales/updates'
import { Track } from '../data/track'

function trackOf(values: readonly number[]): Track {
  const column = new GrowableColumn()
  column.append(Float64Array.from(values))
  const track = new Track(column)
  track.sync()
  return track
}

function axis(min: number, max: number, columns: number, kind: ScaleKind = 'linear'): Scale {
  return updateScale(kind, { min, max }, { start: 0, end: columns })
}

function decimated(
  values: readonly number[],
  low: number,
  high: number,
  columns: number,
  kind: ScaleKind = 'linear',
): number[] {
  const decimation = new Decimation(trackOf(values))
  decimation.update(axis(low, high, columns, kind))
  return decimation.indices
}

describe('Decimation', () => {
  it('keeps every point while each has a column of its own, and one on either side', () => {
    expect(decimated([0, 1, 2, 3, 4, 5, 6, 7], 2, 5, 100)).toEqual([1, 2, 3, 4, 5])
  })

  it('shows a gap where a value is not finite', () => {
    expect(decimated([0, NaN, 2], 0, 3, 100)).toEqual([0, GAP, 2])
  })

  it('hands on at most two points a column and a last one at the edge', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => Math.sin(i))
    expect(decimated(values, 0, 10_000, 100).length).toBeLessThanOrEqual(202)
  })

  it('never hides the extremes, at any width and in any stretch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(499),
        fc.integer({ min: 1, max: 500 }),
        (values, columns, low, span) => {
          const high = low + span
          const inside = values.slice(low, high)
          if (inside.length === 0) return
          const shown = decimated(values, low, high, columns).map((index) => values[index]!)
          expect(shown).toContain(Math.min(...inside))
          expect(shown).toContain(Math.max(...inside))
        },
      ),
    )
  })

  it('gives the same whether the line grew piece by piece or came at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: -9, max: 9 }), { maxLength: 80 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 600 }),
        fc.constantFrom<ScaleKind>('linear', 'log'),
        (pieces, columns, low, span, kind) => {
          const column = new GrowableColumn()
          const track = new Track(column)
          const grown = new Decimation(track)
          for (const piece of pieces) {
            column.append(Float64Array.from(piece))
            track.sync()
            grown.update(axis(low, low + span, columns, kind))
          }
          expect(grown.indices).toEqual(decimated(pieces.flat(), low, low + span, columns, kind))
        },
      ),
    )
  })

  it('keeps the columns that are complete', () => {
    const track = trackOf(Array.from({ length: 950 }, (_, i) => i % 5))
    const decimation = new Decimation(track)
    decimation.update(axis(0, 1000, 100))
    track.column.push(99)
    track.sync()
    decimation.update(axis(0, 1000, 100))
    expect(decimation.kept).toBe(190)
  })

  it('puts every update into the column that it begins, however the column’s edge is rounded', () => {
    const rising = Array.from({ length: 300 }, (_, i) => i)
    const ends = Array.from({ length: 100 }, (_, column) => [3 * column, 3 * column + 2])
    expect(decimated(rising, 0, 300, 100)).toEqual(ends.flat())
  })

  it('keeps the point at the very end of the axis', () => {
    expect(
      decimated(
        Array.from({ length: 1001 }, (_, i) => i % 7),
        0,
        1000,
        10,
      ).at(-1),
    ).toBe(1000)
  })

  it('begins where an axis has more updates than columns of pixels', () => {
    expect([axis(0, 100, 100), axis(0, 101, 100), axis(50, 150, 100)].map(isDense)).toEqual([
      false,
      true,
      false,
    ])
  })

  it('keeps the order of the points', () => {
    const values = Array.from({ length: 3000 }, (_, i) => Math.cos(i * 1.7))
    const indices = decimated(values, 0, 3000, 77)
    expect(indices).toEqual([...indices].sort((a, b) => a - b))
  })

  it('shows a gap for a column in which nothing is finite', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i >= 400 && i < 500 ? NaN : i))
    expect(decimated(values, 0, 1000, 10)).toContain(GAP)
  })
})

describe('Decimation on a logarithmic axis', () => {
  it('starts with the first update', () => {
    expect(decimated([9, 1, 2, 3], 0, 3, 100, 'log')).toEqual([0, 1, 2, 3])
    const long = Array.from({ length: 5000 }, (_, i) => 5000 - i)
    expect(decimated(long, 0, 4999, 100, 'log')[0]).toBe(0)
  })

  it('keeps every update of the first decade, and bounds those of the last', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i))
    const shown = decimated(values, 0, 99_999, 500, 'log')
    expect(shown.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(shown.length).toBeLessThanOrEqual(1002)
  })

  it('never hides the extremes, at any width and in any stretch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 500 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 499 }),
        fc.integer({ min: 1, max: 500 }),
        (values, columns, low, span) => {
          const high = low + span
          const inside = values.slice(low, high)
          if (inside.length === 0) return
          const shown = decimated(values, low, high, columns, 'log').map((index) => values[index]!)
          expect(shown).toContain(Math.min(...inside))
          expect(shown).toContain(Math.max(...inside))
        },
      ),
    )
  })

  it('lets the line enter the plot from the last update before it', () => {
    const values = Array.from({ length: 5000 }, (_, i) => i)
    expect(decimated(values, 10.5, 5000, 100, 'log')[0]).toBe(10)
  })
})

describe('Decimation of a curve that was measured now and then', () => {
  /** The value of each is its update. */
  function sparse(...updates: readonly number[]) {
    const measured = new Measurements()
    const track = new Track(measured.values, measured.updates)
    const add = (update: number) => {
      measured.add(update, update)
      track.sync()
    }
    updates.forEach(add)
    const decimation = new Decimation(track)
    return {
      add,
      shown: (x: Scale) => {
        decimation.update(x)
        return decimation.indices.map((index) => (index === GAP ? NaN : track.updateOf(index)))
      },
    }
  }

  it('joins measured points across columns of pixels in which nothing was measured', () => {
    expect(sparse(5, 400, 990).shown(axis(0, 1000, 100))).toEqual([5, 400, 990])
    expect(sparse(5, 40, 99).shown(axis(0, 100, 200))).toEqual([5, 40, 99])
  })

  it('enters and leaves the plot from the points beside it, at either density and on either axis', () => {
    const { shown } = sparse(0, 100, 450, 900, 1000)
    for (const x of [axis(400, 600, 300), axis(400, 600, 10), axis(400, 600, 10, 'log')])
      expect(shown(x)).toEqual([100, 450, 900])
  })

  it('gives the same whether the points came one by one or were there at once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(900),
        fc.integer({ min: 1, max: 600 }),
        fc.constantFrom<ScaleKind>('linear', 'log'),
        (updates, columns, low, span, kind) => {
          const sorted = [...updates].sort((a, b) => a - b)
          const x = axis(low, low + span, columns, kind)
          const grown = sparse()
          for (const update of sorted) {
            grown.add(update)
            grown.shown(x)
          }
          const shown = grown.shown(x)
          expect(shown).toEqual(sparse(...sorted).shown(x))
          const inside = sorted.filter((update) => update >= low && update <= low + span)
          if (inside.length === 0) return
          expect(shown).toContain(inside[0])
          expect(shown).toContain(inside.at(-1))
        },
      ),
    )
  })
})

describe('thinMarks', () => {
  it('keeps marks at both ends of the axis', () => {
    expect(thinMarks([0, 50, 100, 101], axis(0, 100, 10))).toEqual([0, 50, 100])
  })

  it('keeps one mark a column of a logarithmic axis too', () => {
    expect(thinMarks([0, 1, 499, 509, 899], axis(0, 999, 10, 'log'))).toEqual([0, 1, 499, 509])
  })

  it('keeps one mark a column and those inside only', () => {
    expect(thinMarks([1, 2, 3, 50, 51, 99, 200], axis(0, 100, 10))).toEqual([1, 50, 99])
  })
})
