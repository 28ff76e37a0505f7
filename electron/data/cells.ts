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
  // Quick where it is a number of few digits, as nearly all cells are.
  const quick = plainNumberIn(plain)
  if (!Number.isNaN(quick)) return quick
  const value = plain === '' ? NaN : +plain
  if (Number.isFinite(value)) return NUMBER.test(plain) ? value : NaN
  const other = plain.replace('\u2212', '-')
  return NUMBER.test(other) && Number.isFinite(+other) ? +other : NaN
}

const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57]
/** As an integer they are a double without rounding, and so are the powers of ten up to as many places. */
const MOST_DIGITS = 15
const POWERS_OF_TEN = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, n) => 10 ** n)

/**
 * The number where all of it is at most 15 digits, a minus before them and a point among them: the quotient
 * of two exact doubles, which is rounded as the number itself would be. NaN for all else.
 */
function plainNumberIn(cell: string): number {
  const { length } = cell
  const isNegative = cell.charCodeAt(0) === MINUS
  let value = 0
  let digits = 0
  let point = -1
  for (let i = isNegative ? 1 : 0; i < length; i++) {
    const code = cell.charCodeAt(i)
    if (code >= ZERO && code <= NINE) {
      value = 10 * value + (code - ZERO)
      digits++
    } else if (code === POINT && point < 0) point = digits
    else return NaN
  }
  if (digits === 0 || digits > MOST_DIGITS) return NaN
  const size = point < 0 ? value : value / POWERS_OF_TEN[digits - point]
  return isNegative ? -size : size
}

/** The instant of a date, in milliseconds since 1970, its time zone being UTC unless it says; NaN for none. */
export function dateIn(cell: string): number {
  // 2024-02-29, quickly.
  if (cell.length === 10 && cell.charCodeAt(4) === MINUS && cell.charCodeAt(7) === MINUS) {
    return utcOf(digitsIn(cell, 0, 4), digitsIn(cell, 5, 7), digitsIn(cell, 8, 10))
  }
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
  const utc = utcOf(y, m, d, hour, minute, second)
  if (zone === undefined || zone === 'Z') return utc
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  return utc - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/**
 * The instant; NaN where it is no date, as 31 February, or no time, as 25 o'clock, or one of the numbers is
 * NaN.
 */
function utcOf(y: number, m: number, d: number, hour = 0, minute = 0, second = 0): number {
  const isDate = m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
  const isTime = hour <= 23 && minute <= 59 && second <= 60
  return isDate && isTime ? Date.UTC(y, m - 1, d, hour, minute, second) : NaN
}

function daysIn(y: number, m: number): number {
  if (m === 2) return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28
  return m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31
}

/** The number that the characters from `from` until before `to` are; NaN where one is no digit. */
function digitsIn(cell: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = cell.charCodeAt(i) - ZERO
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = 10 * value + digit
  }
  return value
}
