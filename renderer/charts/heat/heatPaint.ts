import type { HeatCodes } from './heatCodes'
import type { HeatHistory } from './heatHistory'
import type { Scale } from '../scales/scale'

/** Pixel columns that are written together: 64 bytes of each row, a line of the processor's cache. */
const TILE = 16
/** The uppermost bit of each of the four bytes of a word. */
const UPPER = 0x80808080 | 0

export interface HeatImage {
  readonly codes: HeatCodes
  /** `width` times `height` pixels, the history's last row on top. */
  readonly pixels: Uint32Array
  readonly width: number
  /** At most the history's rows; where it is less, rows are left out evenly. */
  readonly height: number
  /** The axis of updates; its extent counts columns of pixels from 0. */
  readonly x: Scale
  /** The pixel of every code. */
  readonly table: Uint32Array
  /** One pixel for every pixel column: `mark` where an update was observed, else 0. */
  readonly marks: Uint32Array
  readonly mark: number
  /** The pixel of the lines that hatch a wide stretch of updates which were not observed. */
  readonly hatch: number
  /** A stretch between two observed updates is hatched where it is wider than so many pixels. */
  readonly widestPlain: number
  /** The same where no column stands, so that there is no colour to hatch. */
  readonly hatchEmpty: number
}

/** Pixels from one line of the hatching to the next, along either axis. */
const HATCH = 6

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
 * Of each of the four codes in a word the larger one. All four at once and without a branch: which code is
 * larger cannot be foretold, and wrong guesses are what makes comparing them one by one slow.
 */
function larger(one: number, other: number): number {
  // The uppermost bit of each byte says whether the lower seven of `one` are at least those of `other` ...
  const lower = ((one | UPPER) - (other & ~UPPER)) | 0
  // ... and this whether all eight are.
  const isLarger = ((one & ~other) | (~(one ^ other) & lower)) & UPPER
  const mask = (isLarger - (isLarger >>> 7)) | isLarger
  return (one & mask) | (other & ~mask)
}

/** The codes that a pixel column shows, of all columns from `first` to `last`. */
function mergeColumns({ words, numWords }: HeatCodes, first: number, last: number, merged: Int32Array): void {
  const from = first * numWords
  if (first > last) merged.fill(0)
  else merged.set(words.subarray(from, from + numWords))
  for (let column = first + 1; column <= last; column++) {
    const base = column * numWords
    for (let i = 0; i < numWords; i++) merged[i] = larger(merged[i]!, words[base + i]!)
  }
}

/** Over how many pixels a column stands for updates after its own. */
function heldWidth({ codes: { history }, x }: HeatImage, column: number): number {
  return x.forward(history.end(column)) - x.forward(history.update(column) + 1)
}

/** The row of the history that each row of pixels shows, from the top. */
function shownRows(rows: number, height: number): Int32Array {
  return Int32Array.from({ length: height }, (_, y) => rows - 1 - Math.floor(((y + 0.5) * rows) / height))
}

/**
 * Paints the pixel columns from `from` to `to` (exclusive) of a history whose codes are in sync. Each shows
 * the columns whose updates it covers, and has a mark. Where none of these was taken it shows the one that
 * stands there, hatched if that stands far, nothing but the hatching where nobody watched, and nothing at
 * all before the run's first update. Of several
 * columns the largest value counts, so that no spike is hidden, and NaN before all.
 */
export function paintColumns(image: HeatImage, from: number, to: number): void {
  const { codes, pixels, width, height, x, table, marks, mark, hatch, hatchEmpty, widestPlain } = image
  const { history, numWords } = codes
  const rowOf = shownRows(history.rows, height)
  const words = new Int32Array(TILE * numWords)
  const bytes = new Uint8Array(words.buffer)
  const stride = bytes.length / TILE
  /** Of every pixel column the pixel of its hatching, or 0. */
  const lines = new Uint32Array(TILE)
  const seenUntil = history.length === 0 ? -Infinity : history.end(history.length - 1)
  for (let left = from; left < to; left += TILE) {
    const count = Math.min(TILE, to - left)
    for (let k = 0; k < count; k++) {
      const start = x.reverse(left + k)
      const end = x.reverse(left + k + 1)
      const [first, last] = columnsIn(history, start, end)
      const isObserved = history.hasBetween(start, end)
      marks[left + k] = isObserved ? mark : 0
      if (isObserved || start >= seenUntil || end <= history.first) lines[k] = 0
      else if (first > last) lines[k] = hatchEmpty
      else lines[k] = heldWidth(image, last) > widestPlain ? hatch : 0
      mergeColumns(codes, first, last, words.subarray(k * numWords, (k + 1) * numWords))
    }
    for (let y = 0; y < height; y++) {
      const at = y * width + left
      let code = rowOf[y]!
      for (let k = 0; k < count; k++, code += stride) {
        const line = lines[k]!
        const isLine = line !== 0 && (left + k + y) % HATCH === 0
        pixels[at + k] = isLine ? line : table[bytes[code]!]!
      }
    }
  }
}
