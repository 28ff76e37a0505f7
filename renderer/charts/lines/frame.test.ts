import { describe, expect, it } from 'vitest'
import type { ScaleKind } from '../scales/scale'
import { updateScale } from '../scales/updates'
import type { FrameRequest } from './frame'
import { FrameComposer } from './frame'
import { GrowableColumn } from '../data/growableColumn'
import { tableRows } from '../data/tableRows'
import { SmoothTrack, Track } from '../data/track'

function trackOf(values: readonly number[]): Track {
  const column = new GrowableColumn()
  column.append(Float64Array.from(values))
  const track = new Track(column)
  track.sync()
  return track
}

function axis(min: number, max: number, kind: ScaleKind = 'linear') {
  return updateScale(kind, { min, max }, { start: 0, end: 400 })
}

function frameOf(
  values: readonly number[],
  changes: Partial<FrameRequest> = {},
  composer = new FrameComposer(),
) {
  return composer.compose({
    lines: [{ track: trackOf(values), hue: 'data-1', width: 1, marksNonFinite: true }],
    levels: [],
    marks: [],
    x: axis(0, values.length),
    yKind: 'log',
    rows: 200,
    divergedAt: null,
    hover: null,
    ...changes,
  })
}

describe('FrameComposer', () => {
  it('marks NaN and infinity where they happened, and does not let them ruin the axis', () => {
    const frame = frameOf([1, 0.5, NaN, 0.2, Infinity, 0.1])
    expect(frame.nonFinite).toEqual([2, 4])
    expect(frame.y.domain).toEqual({ min: 0.1, max: 1 })
    expect(frame.lines[0]!.points.filter(({ y }) => Number.isNaN(y))).toHaveLength(2)
  })

  it('leaves zeros out of a logarithmic axis and keeps them on a linear one', () => {
    expect(frameOf([1, 0, 0.5]).y.domain.min).toBeGreaterThan(0)
    expect(frameOf([1, 0, 0.5], { yKind: 'linear' }).lines[0]!.points.map(({ y }) => y)).toEqual([1, 0, 0.5])
  })

  it('makes room for the levels', () => {
    const level = { value: 100, label: 'threshold', hue: 'data-reference', dash: [] } as const
    expect(frameOf([1, 2], { levels: [level] }).y.domain.max).toBeGreaterThanOrEqual(100)
  })

  it('has a gap where the value axis cannot show a value, and a point there once it can', () => {
    const composer = new FrameComposer()
    const lines = [{ track: trackOf([1, 0, 0.5]), hue: 'data-1' as const, width: 1 }]
    const x = axis(0, 3)
    const ys = (yKind: ScaleKind) =>
      frameOf([], { lines, x, yKind }, composer).lines[0]!.points.map(({ y }) => y)
    expect(ys('log')).toEqual([1, NaN, 0.5])
    expect(ys('linear')).toEqual([1, 0, 0.5])
  })

  it('fits the value axis to what is in sight', () => {
    expect(frameOf([1000, 1, 1, 1, 1000], { x: axis(1.5, 2.5) }).y.domain.max).toBeLessThan(10)
  })

  it('marks values that are not finite in order, and of the lines alone that want it', () => {
    const [late, early] = [9, 8].map((at) =>
      trackOf(Array.from({ length: 12 }, (_, i) => (i > at ? NaN : 1))),
    )
    const line = (track: Track, marksNonFinite: boolean) => ({
      track,
      hue: 'data-1' as const,
      width: 1,
      marksNonFinite,
    })
    const marked = (...lines: ReturnType<typeof line>[]) => frameOf([], { lines, x: axis(0, 12) }).nonFinite
    expect(marked(line(late!, true), line(early!, true))).toEqual([9, 10, 11])
    expect(marked(line(late!, true), line(early!, false))).toEqual([10, 11])
    expect(marked(line(early!, false))).toEqual([])
  })

  it('leaves out levels that the value axis cannot show', () => {
    const level = { value: 0, label: 'zero', hue: 'data-reference', dash: [] } as const
    const frame = frameOf([1, 2], { levels: [level] })
    expect(frame.levels).toEqual([])
    expect(frame.y.domain.min).toBeGreaterThan(0.1)
    expect(frameOf([1, 2], { levels: [level], yKind: 'linear' }).levels).toEqual([level])
  })

  it('shows the marks in sight only', () => {
    const marks = [
      { update: 1, label: 'a' },
      { update: 900, label: 'b' },
    ]
    expect(frameOf([1, 2, 3], { marks }).marks.map(({ label }) => label)).toEqual(['a'])
  })

  it('crosses the update at which the run broke off', () => {
    expect(frameOf([1, 2, 3], { x: axis(0, 50), divergedAt: 3 }).nonFinite).toEqual([3])
    expect(frameOf([1, 2, 3], { x: axis(0, 50), divergedAt: 51 }).nonFinite).toEqual([])
  })

  it('puts the crosshair on every value that can be drawn', () => {
    expect(frameOf([1, 0.25], { hover: 1 }).hover).toEqual({ x: 1, points: [{ y: 0.25, hue: 'data-1' }] })
    expect(frameOf([1, NaN], { hover: 1 }).hover).toEqual({ x: 1, points: [] })
  })

  it('hands on no more points than the plot is wide can show, however long the run', () => {
    const values = Array.from({ length: 200_000 }, (_, i) => 1 + (i % 7))
    const frame = frameOf(values)
    expect(frame.lines[0]!.isDense).toBe(true)
    expect(frame.lines[0]!.points.length).toBeLessThanOrEqual(2 * 401)
  })

  it('says from where on a line that grew is another, and that one that did not grow is the same', () => {
    const track = trackOf(Array.from({ length: 5000 }, (_, i) => 1 + (i % 7)))
    const composer = new FrameComposer()
    const lines = [{ track, hue: 'data-1' as const, width: 1 }]
    const frame = () => frameOf([], { lines, x: axis(0, 10_000) }, composer).lines[0]!
    expect(frame().changedFrom).toBe(-Infinity)
    expect(frame().changedFrom).toBe(Infinity)
    const before = [...frame().points]
    track.column.append(Float64Array.of(9, 9, 9))
    track.sync()
    const { points, changedFrom } = frame()
    expect(changedFrom).toBeGreaterThan(4900)
    const isBefore = ({ x }: { x: number }) => x < changedFrom
    expect(points.filter(isBefore)).toEqual(before.filter(isBefore))
    expect(points.length).toBeGreaterThan(400)
  })

  it('draws a smoothed line anew when its weight changes, also while nothing is added', () => {
    const { column } = trackOf([1, 2, 3, 9])
    const track = new SmoothTrack(column, 0.9)
    track.sync()
    const composer = new FrameComposer()
    const lines = [{ track, hue: 'data-1' as const, width: 2 }]
    const ys = () => frameOf([1, 2, 3, 9], { lines }, composer).lines[0]!.points
    const points = ys()
    const before = points.map(({ y }) => y)
    track.setWeight(0.1)
    track.sync()
    expect(ys().map(({ y }) => y)).not.toEqual(before)
    expect(ys()).not.toBe(points)
  })

  it('starts a logarithmic axis of updates with the first one: its point, its mark and the crosshair', () => {
    const frame = frameOf([9, 1, 0.5, 0.25], {
      x: axis(0, 49, 'log'),
      marks: [{ update: 0, label: 'at the start' }],
      hover: 0,
    })
    expect(frame.lines[0]!.points.map(({ x }) => x)).toEqual([0, 1, 2, 3])
    expect(frame.marks).toHaveLength(1)
    expect(frame.hover).toEqual({ x: 0, points: [{ y: 9, hue: 'data-1' }] })
    expect(frame.xTicks).toEqual([0, 2, 9, 29])
  })

  it('has an empty frame before the first update', () => {
    expect(frameOf([], { x: axis(0, 50) }).lines[0]!.points).toEqual([])
  })
})

describe('tableRows', () => {
  it('lists the ends, the extremes and the first value that is not finite', () => {
    const values = Array.from({ length: 1000 }, () => 1)
    values[123] = 9
    values[456] = 0.1
    values[789] = NaN
    expect(tableRows(trackOf(values), 10)).toEqual(expect.arrayContaining([0, 123, 456, 789, 999]))
  })

  it('lists all of a short run', () => {
    expect(tableRows(trackOf([1, 2, 3]), 40)).toEqual([0, 1, 2])
    expect(tableRows(trackOf([]), 40)).toEqual([])
    expect(tableRows(trackOf([1, 1, 1]), 1)).toEqual([0, 2])
  })
})
