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

  function addDate(cell: string, line: number): void {
    const instant = dateIn(cell)
    if (Number.isNaN(instant)) {
      isDates = false
      dates = null
      return
    }
    dates ??= new Float64Array(numbers.length).fill(NaN)
    dates[length] = instant
    if (instant < lastDate && firstUnordered === 0) firstUnordered = line
    lastDate = instant
  }

  return {
    add(cell, line) {
      if (length === numbers.length) grow()
      const value = numberIn(cell, isComma)
      numbers[length] = value
      if (Number.isNaN(value)) {
        if (isEmptyCell(cell)) {
          if (numMissing++ === 0) firstMissing = line
          if (dates) dates[length] = NaN
        } else {
          firstText ??= { line, value: cell }
          if (isDates) addDate(cell, line)
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
