/** In pixels: a symbol is not readable in less, and says no more in more. */
const CELL = { least: 14, most: 48 }
const ROW = { least: 20, most: 64 }
/** Input, target and prediction. */
const NUM_ROWS = 3
/** Height of the time steps' numbers below a line, and what is left free above its symbols. */
export const TICKS = 16
export const TOP = 2

/** How a sequence of symbols is broken into lines, as text is. */
export interface StripLayout {
  /** Width of a symbol. */
  readonly cell: number
  readonly perLine: number
  readonly numLines: number
  /** Heights of one of a line's three rows, and of a line. */
  readonly row: number
  readonly lineHeight: number
}

/** All steps in a given width, in as few lines as symbols that can be read need; lines may be too high. */
export function stripLayout(numSteps: number, width: number, height: number): StripLayout {
  const numLines = Math.max(1, Math.ceil(numSteps / Math.max(1, Math.floor(width / CELL.least))))
  const perLine = Math.max(1, Math.ceil(numSteps / numLines))
  const row = clamp(Math.floor((height / numLines - TOP - TICKS) / NUM_ROWS), ROW)
  return {
    cell: clamp(width / perLine, CELL),
    ...{ perLine, numLines, row, lineHeight: TOP + NUM_ROWS * row + TICKS },
  }
}

const clamp = (value: number, { least, most }: { least: number; most: number }) =>
  Math.min(Math.max(value, least), most)
