import { pixels } from './colormap'
import type { HeatHistory } from './heatHistory'
import { isAbsent } from './heatHistory'
import type { Range, ScaleKind } from './scale'
import { shareOn, valueOn } from './scale'

const STEPS = pixels.length
/** Pixel columns that are written together: 64 bytes of each row, a line of the processor's cache. */
const TILE = 16

/** Pixels for what has no place on the colour bar. */
export interface SpecialPixels {
  /** -Infinity: the logarithm of zero. */
  readonly zero: number
  /** NaN and +Infinity. */
  readonly broken: number
}

export interface HeatPicture {
  /** `width` times `height` pixels, the history's last row on top. */
  readonly image: Uint32Array
  readonly width: number
  /** At most the history's rows; where it is less, rows are left out evenly. */
  readonly height: number
  /** Updates from the left edge to the right one. */
  readonly x: Range
  readonly xScale: ScaleKind
  /** Values of the first and the last colour. */
  readonly colors: Range
  readonly special: SpecialPixels
}

/** Colours a column of values. */
function paintColumn(
  column: Uint32Array,
  merged: Float32Array,
  { colors: { min, max }, special: { zero, broken } }: HeatPicture,
): void {
  const palette = pixels
  const scale = STEPS / (max - min)
  for (let y = 0; y < column.length; y++) {
    const value = merged[y]!
    const step = (value - min) * scale
    if (step >= 0 && step < STEPS) column[y] = palette[step | 0]!
    else if (value === -Infinity) column[y] = zero
    else if (isAbsent(value)) column[y] = 0
    else if (value < Infinity) column[y] = palette[step < 0 ? 0 : STEPS - 1]!
    else column[y] = broken
  }
}

/** The row of the history that each row of pixels shows, from the top. */
function shownRows(rows: number, height: number): Int32Array {
  return Int32Array.from({ length: height }, (_, y) => rows - 1 - Math.floor(((y + 0.5) * rows) / height))
}

/** The first and the last column that pixels from `start` to `end` show; none if the last is smaller. */
function columnsIn(history: HeatHistory, start: number, end: number): [number, number] {
  const last = history.indexAt(end - 1e-9)
  let first = last
  while (first >= 0 && history.update(first) >= start) first--
  // The one that began before counts if it reaches into the stretch.
  if (first < 0 || history.end(first) <= start) first++
  return [first, last]
}

/**
 * Paints the pixel columns from `from` to `to` (exclusive) of a history. Each shows the columns whose updates
 * it covers, and where none was taken the one that stands there; it stays empty where nobody watched. Of
 * several columns the largest value counts, so that no spike is hidden, and NaN before all.
 */
export function paintColumns(history: HeatHistory, picture: HeatPicture, from: number, to: number): void {
  const { image, width, height, x, xScale } = picture
  const { rows, values } = history
  const rowOf = shownRows(rows, height)
  const merged = new Float32Array(height)
  const column = new Uint32Array(height)
  const tile = new Uint32Array(height * TILE)
  let shown: [number, number] = [-1, -2]
  for (let left = from; left < to; left += TILE) {
    const count = Math.min(TILE, to - left)
    for (let k = 0; k < count; k++) {
      const start = valueOn(x, xScale, (left + k) / width)
      const [first, last] = columnsIn(history, start, valueOn(x, xScale, (left + k + 1) / width))
      if (first > last) column.fill(0)
      else if (first !== shown[0] || last !== shown[1]) {
        for (let y = 0; y < height; y++) merged[y] = values[first * rows + rowOf[y]!]!
        for (let i = first + 1; i <= last; i++) {
          for (let y = 0, base = i * rows; y < height; y++) {
            const value = values[base + rowOf[y]!]!
            // Written so that NaN is taken in and never given up.
            if (!(value <= merged[y]!) && merged[y] === merged[y]) merged[y] = value
          }
        }
        paintColumn(column, merged, picture)
      }
      shown = [first, last]
      for (let y = 0; y < height; y++) tile[y * TILE + k] = column[y]!
    }
    for (let y = 0; y < height; y++) {
      const at = y * width + left
      for (let k = 0; k < count; k++) image[at + k] = tile[y * TILE + k]!
    }
  }
}

/** The pixel column that an update begins in. */
export function pixelOfUpdate(
  update: number,
  { x, xScale, width }: Pick<HeatPicture, 'x' | 'xScale' | 'width'>,
): number {
  return Math.floor(shareOn(x, xScale, update) * width + 1e-9)
}
