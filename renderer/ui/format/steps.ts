import type { FieldSpec } from '../../../core/experiment/form'

/** Stops of a logarithmic slider. */
export const SLIDER_STOPS = 120

/** The part of a field's range that a slider covers: what one wants to try, not all that is allowed. */
const sliderRanges: Readonly<Record<string, { min: number; max: number }>> = {
  'optimizer.lr': { min: 1e-5, max: 1 },
  'clip.threshold': { min: 1e-2, max: 1e2 },
  'task.lossEvery': { min: 1, max: 100 },
}

export function sliderRange({ path, min = 0, max = 1 }: FieldSpec): { min: number; max: number } {
  return sliderRanges[path] ?? { min, max }
}

/** A number with few digits, as a hand would set it. */
function rounded(value: number): number {
  return Number(value.toPrecision(2))
}

/** The value at a stop of a logarithmic slider. */
export function valueAtStop(field: FieldSpec, stop: number): number {
  const { min, max } = sliderRange(field)
  const value = rounded(min * (max / min) ** (stop / SLIDER_STOPS))
  return field.kind === 'integer' ? Math.round(value) : value
}

/** The stop nearest to a value; the ends stand for all that lies beyond them. */
export function stopOfValue(field: FieldSpec, value: number): number {
  const { min, max } = sliderRange(field)
  if (!(value > 0)) return 0
  const stop = (SLIDER_STOPS * Math.log(value / min)) / Math.log(max / min)
  return Math.min(Math.max(Math.round(stop), 0), SLIDER_STOPS)
}

/** What an arrow key makes of a number: one more or less, or a tenth of a decade on a logarithmic field. */
export function nudge(field: FieldSpec, value: number, direction: 1 | -1, isLarge: boolean): number {
  const { min = -Infinity, max = Infinity, scale, kind } = field
  const clamp = (wanted: number): number => Math.min(Math.max(wanted, min), max)
  if (kind === 'integer') return clamp(Math.round(value) + direction * (isLarge ? 10 : 1))
  if (scale === 'log') return clamp(rounded(value * 10 ** (direction * (isLarge ? 1 : 0.1))))
  return clamp(Number((value + direction * (isLarge ? 1 : 0.1)).toFixed(6)))
}
