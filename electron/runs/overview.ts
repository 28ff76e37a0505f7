import type { Columns, Overview } from '../../core/contract/run'
import { columnNames } from '../../core/contract/run'
import type { RunLog } from './runLog'

/** A window that lacks so many updates from the first on is shown at once what they look like. */
export const FAR_UPDATES = 200_000
/** So many stretches are told apart: more than a window has columns of pixels. */
const STRETCHES = 2000
/** So many updates are read at a time. */
const READ_UPDATES = 200_000

export type LogOverview = Omit<Overview, 'runId'>

/** What a log looks like; null where not all of it can be read. */
export function readOverview({
  first,
  length,
  read,
}: Pick<RunLog, 'first' | 'length' | 'read'>): LogOverview | null {
  const width = Math.ceil((length - first) / STRETCHES)
  const count = Math.max(1, Math.floor(READ_UPDATES / width)) * width
  const updates: number[] = []
  const columns: Record<keyof Columns, number[]> = { loss: [], gradNorm: [], gradNormClipped: [], lr: [] }
  for (let from = first; from < length; from += count) {
    const end = Math.min(from + count, length)
    const part = read(from, end - from)
    if (part.loss.length < end - from) return null
    for (const at of tellingPlaces(
      columnNames.map((name) => part[name]),
      width,
    )) {
      updates.push(from + at)
      for (const name of columnNames) columns[name].push(part[name][at]!)
    }
  }
  const asColumn = (values: readonly number[]) => Float64Array.from(values)
  const { loss, gradNorm, gradNormClipped, lr } = columns
  return {
    length,
    updates: asColumn(updates),
    columns: {
      ...{ loss: asColumn(loss), gradNorm: asColumn(gradNorm) },
      ...{ gradNormClipped: asColumn(gradNormClipped), lr: asColumn(lr) },
    },
  }
}

/** The places in columns that tell what each stretch of them looks like, ascending, with both ends. */
export function tellingPlaces(columns: readonly Float64Array[], width: number): number[] {
  const { length } = columns[0]!
  const places: number[] = []
  const found: number[] = []
  for (let start = 0; start < length; start += width) {
    const end = Math.min(start + width, length)
    found.length = 0
    if (start === 0) found.push(0)
    for (const column of columns) addTelling(found, column, start, end)
    if (end === length) found.push(length - 1)
    sort(found)
    for (const place of found) if (place !== places[places.length - 1]) places.push(place)
  }
  return places
}

/** By insertion: a handful of numbers, some thousand times. */
function sort(numbers: number[]): void {
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i]!
    let at = i
    for (; at > 0 && numbers[at - 1]! > number; at--) numbers[at] = numbers[at - 1]!
    numbers[at] = number
  }
}

/** Adds where the least and the greatest value of a stretch stand, and the first that is not finite. */
function addTelling(found: number[], values: Float64Array, start: number, end: number): void {
  let [argmin, argmax, nonFinite] = [-1, -1, -1]
  let min = Infinity
  let max = -Infinity
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (value < min && value !== -Infinity) {
      min = value
      argmin = i
    }
    if (value > max && value !== Infinity) {
      max = value
      argmax = i
    }
    if (nonFinite < 0 && !Number.isFinite(value)) nonFinite = i
  }
  for (const at of [argmin, argmax, nonFinite]) if (at >= 0) found.push(at)
}
