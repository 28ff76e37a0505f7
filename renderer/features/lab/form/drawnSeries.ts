/** Rows of a series that is drawn, and the range of its values. */
export const NUM_DRAWN = 400
export const DRAWN_RANGE = { min: -1, max: 1 }
/** The name of its one column. */
export const DRAWN_COLUMN = 'value'

const DIGITS = 3
const clamp = (value: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, Math.max(min, value))

/** A point of a drawing: which row, and how high. */
export interface DrawnPoint {
  readonly row: number
  readonly value: number
}

/** A flat line. */
export const flatSeries = (): Float64Array => new Float64Array(NUM_DRAWN)

/** The series with a straight stroke from one point to another in place of what it was there. */
export function withStroke(series: Float64Array, from: DrawnPoint, to: DrawnPoint): Float64Array {
  const drawn = series.slice()
  const [first, last] = from.row <= to.row ? [from, to] : [to, from]
  for (let row = first.row; row <= last.row; row++) {
    const share = last.row === first.row ? 1 : (row - first.row) / (last.row - first.row)
    const value = first.row === last.row ? to.value : first.value + share * (last.value - first.value)
    drawn[row] = clamp(value, DRAWN_RANGE)
  }
  return drawn
}

export const isFlat = (series: Float64Array): boolean => series.every((value) => value === series[0])

/** The series as a table with one column, one row a value. */
export function drawnTable(series: Float64Array): string {
  return [DRAWN_COLUMN, ...Array.from(series, (value) => String(Number(value.toFixed(DIGITS))))].join('\n')
}
