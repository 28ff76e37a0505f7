import type { Chart } from 'chart.js'
import { expect, it } from 'vitest'
import { denseLinesPlugin } from './canvasPlugins'
import { composeFrame } from './frame'
import { GrowableColumn } from '../data/growableColumn'
import type { Palette } from '../color/palette'
import { Track } from '../data/track'

const NUM_COLUMNS = 664
/** Every column of pixels holds values near 0 and near 100, at places that differ. */
function noise(count: number): Track {
  const column = new GrowableColumn()
  column.append(Float64Array.from({ length: count }, (_, i) => 50 + 50 * Math.sin(i * i)))
  const track = new Track(column)
  track.sync()
  return track
}

it('a dense line fills every column of pixels from least to most, wherever in a pixel the axis begins', () => {
  const lines = [{ track: noise(107_265), hue: 'data-1' as const, width: 1 }]
  const frame = composeFrame({
    lines,
    levels: [],
    marks: [],
    x: { min: 0, max: 200_000 },
    xScale: 'linear',
    scale: 'linear',
    columns: NUM_COLUMNS,
    rows: 400,
    divergedAt: null,
    hover: null,
  })
  const palette = { 'data-1': 'rgb(0, 0, 0)' } as Palette
  for (const [left, width] of [
    [58, NUM_COLUMNS],
    [57.5, NUM_COLUMNS],
    [58.3, NUM_COLUMNS + 0.4],
  ] as const) {
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
        x: { getPixelForValue: (value: number) => left + (value / 200_000) * width },
        y: { getPixelForValue: (value: number) => 300 - value },
      },
    } as unknown as Chart<'line'>
    const draw = denseLinesPlugin(() => ({ frame, palette, from: -Infinity })).beforeDatasetsDraw!
    void draw.call({}, chart, { cancelable: true }, {})
    expect(strokes.length).toBe(Math.ceil((107_265 / 200_000) * NUM_COLUMNS))
    expect(Math.min(...strokes.map(({ from, to }) => to - from))).toBeGreaterThan(95)
  }
})
