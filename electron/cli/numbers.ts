import { writeNumber } from '../../core/text/number'

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
