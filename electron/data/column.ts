import type { SeriesColumn } from '../../core/data/series'
import { dateIn, isEmptyCell, numberIn } from './cells'

/** A column that takes one cell after the other. */
export interface ColumnBuilder {
  add(cell: string, line: number): void
  finish(): SeriesColumn
}

const FIRST_ROWS = 1024

/** A column is of numbers, of dates, or of texts, by what all of its cells are that are not empty. */
export function createColumn(name: string, column: number, isComma: boolean): ColumnBuilder {
  let numbers = new Float64Array(FIRST_ROWS)
  let length = 0
  let numMissing = 0
  let firstMissing = 0
  let firstText: { line: number; value: string } | null = null
  let dates: Float64Array | null = null
  let isDates = true
  let lastDate = -Infinity
  let firstUnordered = 0

  function grow(): void {
    const larger = new Float64Array(2 * numbers.length)
    larger.set(numbers)
    numbers = larger
    if (!dates) return
    const largerDates = new Float64Array(larger.length)
    largerDates.set(dates)
    dates = largerDates
  }

  function addDate(instant: number, line: number): void {
    dates ??= new Float64Array(numbers.length).fill(NaN)
    dates[length] = instant
    if (instant < lastDate && firstUnordered === 0) firstUnordered = line
    lastDate = instant
  }

  /** A cell that is neither a number nor empty: a date, or the column is none of dates. */
  function addFirstDate(cell: string, line: number): void {
    const instant = dates ? NaN : dateIn(cell)
    if (!Number.isNaN(instant)) return addDate(instant, line)
    isDates = false
    dates = null
  }

  return {
    add(cell, line) {
      if (length === numbers.length) grow()
      // In a column of dates one is looked for first.
      const instant = dates ? dateIn(cell) : NaN
      if (!Number.isNaN(instant)) {
        numbers[length] = NaN
        addDate(instant, line)
        length++
        return
      }
      const value = numberIn(cell, isComma)
      numbers[length] = value
      if (Number.isNaN(value)) {
        if (isEmptyCell(cell)) {
          if (numMissing++ === 0) firstMissing = line
          if (dates) dates[length] = NaN
        } else {
          firstText ??= { line, value: cell }
          if (isDates) addFirstDate(cell, line)
        }
      } else if (dates || isDates) {
        isDates = false
        dates = null
      }
      length++
    },
    finish() {
      const isOfDates = isDates && dates !== null
      const kind = isOfDates ? 'date' : firstText ? 'text' : 'number'
      const values = (isOfDates ? dates! : numbers).subarray(0, length)
      const shared = new Float64Array(new SharedArrayBuffer(values.byteLength))
      shared.set(values)
      return {
        ...{ name, column, kind, values: shared, numMissing, firstMissing },
        firstText: kind === 'text' ? firstText : null,
        firstUnordered: isOfDates ? firstUnordered : 0,
      }
    },
  }
}
