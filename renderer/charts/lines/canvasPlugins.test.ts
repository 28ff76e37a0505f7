import type { Chart } from 'chart.js'
import { expect, it } from 'vitest'
import type { Palette } from '../color/palette'
import { GrowableColumn } from '../data/growableColumn'
import { Track } from '../data/track'
import { updateScale } from '../scales/updates'
import { denseLinesPlugin } from './canvasPlugins'
import { FrameComposer } from './frame'

const NUM_COLUMNS = 664
const NUM_UPDATES = 107_265
const LAST = 200_000
const palette = { 'data-1': 'rgb(0, 0, 0)' } as Palette

/** Values near 0 and near 100 at updates that differ; NaN in a stretch, if there is one. */
function noise(gap = { from: Infinity, to: Infinity }): Track {
  const column = new GrowableColumn()
  column.append(
    Float64Array.from({ length: NUM_UPDATES }, (_, i) =>
      i >= gap.from && i < gap.to ? NaN : 50 + 50 * Math.sin(i * i),
    ),
  )
  const track = new Track(column)
  track.sync()
  return track
}

/** The upright strokes that the plugin paints into a plot area. */
function strokesOf(
  track: Track,
  left: number,
  width: number,
  paintedFrom = -Infinity,
  last = LAST,
): { x: number; from: number; to: number }[] {
  const frame = new FrameComposer().compose({
    lines: [{ track, hue: 'data-1', width: 1 }],
    levels: [],
    marks: [],
    x: updateScale('linear', { min: 0, max: last }, { start: 0, end: NUM_COLUMNS }),
    yKind: 'linear',
    rows: 400,
    divergedAt: null,
    hover: null,
  })
  const strokes: { x: number; from: number; to: number }[] = []
  let at = { x: 0, y: 0 }
  const ctx = {
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => undefined,
    rect: () => undefined,
    clip: () => undefined,
    stroke: () => undefined,
    moveTo: (x: number, y: number) => (at = { x, y }),
    lineTo: (x: number, y: number) => strokes.push({ x, from: at.y, to: y }),
  }
  const chart = {
    ctx,
    chartArea: { left, top: 0, width, height: 400 },
    scales: {
      x: { getPixelForValue: (value: number) => left + (value / last) * width },
      y: { getPixelForValue: (value: number) => 300 - value },
    },
  } as unknown as Chart<'line'>
  const draw = denseLinesPlugin(() => ({ frame, palette, from: paintedFrom })).beforeDatasetsDraw!
  void draw.call({}, chart, { cancelable: true }, {})
  return strokes
}

it('a dense line fills every column of pixels from least to most, wherever in a pixel the axis begins', () => {
  const track = noise()
  for (const [left, width] of [
    [58, NUM_COLUMNS],
    [57.5, NUM_COLUMNS],
    [58.3, NUM_COLUMNS + 0.4],
  ] as const) {
    const strokes = strokesOf(track, left, width)
    expect(strokes.length).toBe(Math.ceil((NUM_UPDATES / LAST) * NUM_COLUMNS))
    expect(Math.min(...strokes.map(({ from, to }) => to - from))).toBeGreaterThan(95)
  }
})

it('a dense line keeps to the axis where its plot became wider since the frame was composed', () => {
  const strokes = strokesOf(noise(), 58, 800)
  expect(strokes.at(-1)!.x).toBe(58 + Math.floor((NUM_UPDATES / LAST) * 800) + 0.5)
})

it('a dense line has a gap where nothing is finite, as wide as the values that are missing', () => {
  const columns = strokesOf(noise({ from: 30_000, to: 60_000 }), 0, NUM_COLUMNS).map(({ x }) => x - 0.5)
  const [first, last] = [(30_000 / LAST) * NUM_COLUMNS, (60_000 / LAST) * NUM_COLUMNS].map(Math.floor)
  expect(columns.filter((x) => x > first! && x < last!)).toEqual([])
  expect(columns).toContain(first)
  expect(columns).toContain(last)
})

it('a dense line that is painted from a column on enters it from the left', () => {
  const columns = strokesOf(noise(), 0, NUM_COLUMNS, 300).map(({ x }) => x - 0.5)
  expect(columns[0]).toBe(298)
})

it('a line of fewer updates than columns of pixels is left to the chart', () => {
  const column = new GrowableColumn()
  column.append(Float64Array.of(1, 2, 3))
  const track = new Track(column)
  track.sync()
  expect(strokesOf(track, 0, NUM_COLUMNS, -Infinity, 10)).toEqual([])
})
