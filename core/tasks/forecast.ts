import type { ScaledColumn, WholeSeries } from './task'

/** The most rows of which a forecast is made. */
const MOST_ROWS = 200

/** The rows of a series that a forecast speaks of. */
export interface ForecastRows {
  /** From here on the network reads, so that it knows where the series is. */
  readonly readFrom: number
  /** The first row that is forecast, and the one behind the last. */
  readonly from: number
  readonly to: number
}

/**
 * The beginning of what is held out, or the end of a series of which nothing is. Before it the network reads
 * as many rows as a sequence has.
 */
export function forecastRows({ numRows, numTrained, seqLen, horizon }: WholeSeries): ForecastRows {
  const numHeld = numRows - numTrained
  const before = seqLen + horizon - 1
  const length = Math.min(MOST_ROWS, numHeld > 0 ? numHeld : Math.max(1, numRows - before))
  const from = numHeld > 0 ? numTrained : numRows - length
  return { readFrom: Math.max(0, from - before), from, to: from + length }
}

/**
 * Whether a network reads all that it says of the rows to come, and nothing else: then it can go on by
 * itself.
 */
export function readsItsForecast({ inputs, targets }: WholeSeries): boolean {
  return inputs.every((input) => targets.includes(input))
}

/** A forecast that needs no network, of a target at the rows of a forecast; NaN before the series begins. */
export interface NaiveForecast {
  readonly name: 'persistence' | 'seasonal'
  readonly values: Float64Array
}

/**
 * "It stays as it is", and "as it was a season before" where there is one, of rows that are forecast
 * `horizon` rows ahead; or all at once behind the last row that is known, where the forecast is `free`.
 */
export function naiveForecasts(
  { horizon, season }: WholeSeries,
  { from, to }: ForecastRows,
  { values }: ScaledColumn,
  isFree: boolean,
): NaiveForecast[] {
  const rows = Array.from({ length: to - from }, (_, i) => from + i)
  const aheadOf = (row: number) => (isFree ? row - from + 1 : horizon)
  const take = (rowFor: (row: number) => number) =>
    Float64Array.from(rows, (row) => values[rowFor(row)] ?? NaN)
  return [
    { name: 'persistence', values: take((row) => row - aheadOf(row)) },
    ...(season === null
      ? []
      : [
          {
            name: 'seasonal' as const,
            values: take((row) => row - Math.ceil(aheadOf(row) / season) * season),
          },
        ]),
  ]
}

/** How far a forecast is off, over the rows where it and the series are numbers; NaN where there are none. */
export interface ForecastErrors {
  /** The root of the mean squared error. */
  readonly rmse: number
  /** The mean absolute error. */
  readonly mae: number
}

export function forecastErrors(forecast: ArrayLike<number>, actual: ArrayLike<number>): ForecastErrors {
  let [squares, sizes, count] = [0, 0, 0]
  for (let i = 0; i < actual.length; i++) {
    const error = forecast[i] - actual[i]
    if (Number.isNaN(error)) continue
    squares += error ** 2
    sizes += Math.abs(error)
    count++
  }
  return { rmse: Math.sqrt(squares / count), mae: sizes / count }
}
