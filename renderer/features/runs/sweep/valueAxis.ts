import { linear, linearTicks } from '../../../charts/scales/linear'
import { logarithmic, logTicks } from '../../../charts/scales/logarithmic'

/** What runs have on an axis; undefined and NaN where they have nothing there. */
export type AxisValue = string | number | boolean | null | undefined

/** An axis over values of runs: numbers, or words one beside the other. */
export interface ValueAxis {
  /** 0 to 1; null where the value has no place. */
  place(value: AxisValue): number | null
  readonly ticks: readonly { readonly at: number; readonly value: number | string }[]
}

/** From this ratio on positive numbers stand by their ratios. */
const LOG_FROM = 20
const NUM_TICKS = 5

export function valueAxis(values: readonly AxisValue[]): ValueAxis {
  const known = values.filter((value) => value !== undefined && !Number.isNaN(value))
  const numbers = known.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  )
  const areNumbers = known.length > 0 && known.every((value) => typeof value === 'number')
  return areNumbers && numbers.length > 0 ? numberAxis(numbers) : wordAxis(known.map(String))
}

function numberAxis(numbers: readonly number[]): ValueAxis {
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)]
  if (min === max) {
    return { place: (value) => (value === min ? 0.5 : null), ticks: [{ at: 0.5, value: min }] }
  }
  const isLog = min > 0 && max / min >= LOG_FROM
  const scale = (isLog ? logarithmic : linear)({ min, max })
  const inner = (isLog ? logTicks({ min, max }, NUM_TICKS) : linearTicks({ min, max }, NUM_TICKS)).filter(
    (tick) => tick >= min && tick <= max,
  )
  const ticks = inner.length >= 2 ? inner : [min, max]
  return {
    place: (value) => (typeof value === 'number' && Number.isFinite(value) ? scale.forward(value) : null),
    ticks: ticks.map((value) => ({ at: scale.forward(value), value })),
  }
}

function wordAxis(words: readonly string[]): ValueAxis {
  const all = [...new Set(words)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
  const at = (i: number) => (all.length === 1 ? 0.5 : i / (all.length - 1))
  return {
    place(value) {
      const i = value === undefined ? -1 : all.indexOf(String(value))
      return i < 0 ? null : at(i)
    },
    ticks: all.map((value, i) => ({ at: at(i), value })),
  }
}
