import { expect, it } from 'vitest'
import { GrowableColumn } from './growableColumn'
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
