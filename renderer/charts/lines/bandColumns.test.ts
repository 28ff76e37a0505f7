import { describe, expect, it } from 'vitest'
import { GrowableColumn } from '../data/growableColumn'
import { Track } from '../data/track'
import { updateScale } from '../scales/updates'
import { bandStretches } from './bandColumns'

function trackOf(values: readonly number[]): Track {
  const track = new Track(GrowableColumn.holding(Float64Array.from(values), 0))
  track.sync()
  return track
}
const axis = (max: number, columns: number) =>
  updateScale('linear', { min: 0, max }, { start: 0, end: columns })

describe('the band between two curves', () => {
  it('has a place for every update while there is room', () => {
    const tracks = { lower: trackOf([1, 2, 3]), upper: trackOf([4, 5, 6]) }
    expect(bandStretches(tracks, axis(3, 100))).toEqual([
      [
        { x: 0, lower: 1, upper: 4 },
        { x: 1, lower: 2, upper: 5 },
        { x: 2, lower: 3, upper: 6 },
      ],
    ])
  })

  it('is as wide over a column of pixels as at its widest update there', () => {
    const tracks = { lower: trackOf([3, 1, 2, 2]), upper: trackOf([4, 4, 9, 5]) }
    expect(bandStretches(tracks, axis(4, 2))).toEqual([
      [
        { x: 0.5, lower: 1, upper: 4 },
        { x: 2.5, lower: 2, upper: 9 },
      ],
    ])
  })

  it('is open above where the upper curve is infinite, and interrupted where the lower one is', () => {
    const tracks = { lower: trackOf([1, 1, Infinity, 1]), upper: trackOf([2, Infinity, Infinity, 2]) }
    expect(bandStretches(tracks, axis(4, 100))).toEqual([
      [
        { x: 0, lower: 1, upper: 2 },
        { x: 1, lower: 1, upper: Infinity },
      ],
      [{ x: 3, lower: 1, upper: 2 }],
    ])
  })
})
