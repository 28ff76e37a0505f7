import { expect, it } from 'vitest'
import { GrowableColumn } from './growableColumn'
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
