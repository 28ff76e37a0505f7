import { showText } from '../../core/text/foreign'
import { readNumber, writeNumber } from '../../core/text/number'
import { UsageError } from './usageError'

/** A number with three significant digits, as short as it can be. */
export function short(value: number): string {
  return writeNumber(Number(value.toPrecision(3)))
}

/** An error or a bound: one digit after the point and the exponent. */
export function scientific(value: number): string {
  return value.toExponential(1).replace('e+', 'e')
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** For JSON, which has no NaN and no infinity: null stands for both. */
export function jsonNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/**
 * The whole number that stands behind an option, read as everywhere.
 * @throws {UsageError} naming the option, what stands there and what was expected.
 */
export function readWhole(
  option: string,
  text: string,
  [min, max]: [number, number],
  expected: string,
): number {
  const value = readNumber(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new UsageError(`--${option} is ${showText(text)}: expected ${expected}`)
}
