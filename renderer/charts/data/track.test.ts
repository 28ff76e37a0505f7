import { describe, expect, it } from 'vitest'
import { GrowableColumn } from './growableColumn'
import { Measurements } from './measurements'
import { tableRows } from './tableRows'
import { SmoothTrack, Track } from './track'

it('a track of a column that was begun anew forgets what it knew, and says that it did', () => {
  const column = new GrowableColumn()
  const track = new Track(column)
  column.append(Float64Array.of(NaN, 1, Infinity))
  track.sync()
  expect([track.nonFinite, track.generation]).toEqual([[0, 2], 0])
  column.clear()
  column.append(Float64Array.of(5))
  track.sync()
  expect([track.nonFinite, track.generation]).toEqual([[], 1])
  expect(track.pyramid.extremes(0, 1)).toEqual({ argmin: 0, argmax: 0 })
})

it('a smoothed track begins anew with its column', () => {
  const column = new GrowableColumn()
  const track = new SmoothTrack(column, 0.9)
  column.append(Float64Array.of(100, 100))
  track.sync()
  column.clear()
  column.append(Float64Array.of(1))
  track.sync()
  expect([...track.column.view()]).toEqual([1])
})

it('marks nothing before a curve that begins behind 0', () => {
  const column = new GrowableColumn(1000)
  const raw = new Track(column)
  const smooth = new SmoothTrack(column, 0.5)
  column.append(Float64Array.of(4, NaN, 2))
  for (const track of [raw, smooth]) track.sync()
  expect([raw.nonFinite, smooth.nonFinite]).toEqual([[1001], [1001]])
  expect([smooth.column.at(999), smooth.column.at(1000)]).toEqual([NaN, 4])
  expect(raw.pyramid.extremes(0, 1003)).toEqual({ argmin: 1002, argmax: 1000 })
  expect(tableRows(raw, 10)).toEqual([1000, 1001, 1002])
})

describe('a curve that was measured now and then', () => {
  const measured = (...pairs: readonly (readonly [number, number])[]) => {
    const measurements = new Measurements()
    for (const [update, value] of pairs) measurements.add(update, value)
    const raw = new Track(measurements.values, measurements.updates)
    const smooth = new SmoothTrack(measurements.values, 0.5, measurements.updates)
    const sync = () => [raw, smooth].forEach((track) => track.sync())
    sync()
    return { measurements, raw, smooth, sync }
  }

  it('has a value of the measured updates and of no other, smoothed too', () => {
    const { raw, smooth } = measured([3, 1], [900, 5])
    for (const track of [raw, smooth]) {
      expect([2, 3, 4, 450, 899, 900, 901].map((update) => track.has(update))).toEqual([
        ...[false, true, false, false, false, true, false],
      ])
      expect([3, 450, 901].map((update) => track.valueAt(update))).toEqual([1, NaN, NaN])
      expect(track.end).toBe(901)
    }
    expect(smooth.valueAt(900)).toBeCloseTo(5 - 4 / 3, 12)
  })

  it('lists the measured updates in its table, and marks those that are not finite', () => {
    const { raw } = measured([3, 1], [70, Infinity], [900, 5])
    expect(tableRows(raw, 40)).toEqual([3, 70, 900])
    expect(raw.nonFinite).toEqual([70])
  })

  it('finds the nearest measured update', () => {
    const { raw } = measured([10, 1], [20, 1], [100, 1])
    expect([0, 14, 15, 16, 59, 61, 500].map((update) => raw.nearest(update))).toEqual([
      ...[10, 10, 20, 20, 20, 100, 100],
    ])
  })

  it('takes in what is measured later of an earlier update', () => {
    const { measurements, raw, smooth, sync } = measured([10, 1], [100, 9], [200, NaN])
    measurements.add(50, 5)
    sync()
    expect([10, 50, 100].map((update) => raw.valueAt(update))).toEqual([1, 5, 9])
    expect(raw.nonFinite).toEqual([200])
    expect(raw.pyramid.extremes(1, 3)).toEqual({ argmin: 1, argmax: 2 })
    expect(smooth.valueAt(50)).toBeCloseTo(1 + (2 / 3) * 4, 12)
  })
})

it('a smoothed track is the same whether points come one by one or at once, and after a change of weight', () => {
  const values = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i) + 2)
  const column = new GrowableColumn()
  const grown = new SmoothTrack(column, 0.5)
  for (const value of values) {
    column.push(value)
    grown.sync()
  }
  grown.setWeight(0.9)
  grown.sync()
  const atOnce = new SmoothTrack(column, 0.9)
  atOnce.sync()
  expect([...grown.column.view()]).toEqual([...atOnce.column.view()])
  expect(grown.column.length).toBe(300)
})
