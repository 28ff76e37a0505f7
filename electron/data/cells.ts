/*
 * What a cell of a table means. Nothing is guessed: what is neither empty nor a number nor a date of these
 * forms is a text.
 */

const EMPTY = /^(?:|na|n\/a|nan|null|none|-|—|\?)$/i
const NUMBER = /^[+\-\u2212]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
/** 2024-02-29, 2024/2/29, with or without a time; 29.02.2024; 2024-02. */
const YEAR_FIRST =
  /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

export function isEmptyCell(cell: string): boolean {
  return cell.length <= 4 && EMPTY.test(cell)
}

/** The number of a cell; NaN where it is none. Infinities are none. */
export function numberIn(cell: string, isComma: boolean): number {
  const plain = isComma ? cell.replace(',', '.') : cell
  if (isComma && cell.includes('.')) return NaN
  // Quick where it is a number, as nearly all cells are.
  const value = plain === '' ? NaN : +plain
  if (Number.isFinite(value)) return NUMBER.test(plain) ? value : NaN
  const other = plain.replace('\u2212', '-')
  return NUMBER.test(other) && Number.isFinite(+other) ? +other : NaN
}

/** The instant of a date, in milliseconds since 1970, its time zone being UTC unless it says; NaN for none. */
export function dateIn(cell: string): number {
  const year = YEAR_FIRST.exec(cell)
  if (year) {
    const [, y, m, d = '1', hour = '0', minute = '0', second = '0', zone] = year
    return instant([y!, m!, d, hour, minute, second], zone)
  }
  const day = DAY_FIRST.exec(cell)
  if (!day) return NaN
  const [, d, m, y, hour = '0', minute = '0', second = '0'] = day
  return instant([y!, m!, d!, hour, minute, second], undefined)
}

function instant(parts: readonly string[], zone: string | undefined): number {
  const [y, m, d, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const utc = Date.UTC(y, m - 1, d, hour, minute, second)
  // 31 February is no date, and 25 o'clock no time.
  const date = new Date(utc)
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d || hour > 23 || minute > 59 || second > 60)
    return NaN
  if (zone === undefined || zone === 'Z') return utc
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return utc - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
