export type ScaleKind = 'log' | 'linear'

export interface Range {
  readonly min: number
  readonly max: number
}

/** What may be drawn on an axis of this kind: finite, and above zero where it is logarithmic. */
export function isDrawable(value: number, kind: ScaleKind): boolean {
  return Number.isFinite(value) && (kind === 'linear' || value > 0)
}

/** Where a value stands on an axis, from 0 at its start to 1 at its end. */
export function shareOn({ min, max }: Range, kind: ScaleKind, value: number): number {
  if (kind === 'linear') return (value - min) / (max - min)
  return Math.log(value / min) / Math.log(max / min)
}

/** The value at a share of an axis, as `shareOn` puts it there. */
export function valueOn({ min, max }: Range, kind: ScaleKind, share: number): number {
  return kind === 'linear' ? min + share * (max - min) : min * (max / min) ** share
}

/** Which of so many columns of pixels along an axis a value stands in, from 0. */
export function columnOn(range: Range, kind: ScaleKind, numColumns: number, value: number): number {
  return Math.floor(shareOn(range, kind, value) * numColumns + 1e-9)
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `value`. */
export function niceCeil(value: number): number {
  if (!(value > 0)) return 1
  const power = Number(`1e${Math.floor(Math.log10(value))}`)
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-12)) ?? 10
  return factor * power
}

/** The largest of 1, 2, 5 times a power of ten that is at most `value`. */
export function niceFloor(value: number): number {
  if (!(value > 0)) return 1
  const power = Number(`1e${Math.floor(Math.log10(value) + 1e-12)}`)
  const factor = [5, 2, 1].find((candidate) => candidate * power <= value * (1 + 1e-12)) ?? 1
  return factor * power
}

const EMPTY: Record<ScaleKind, Range> = { log: { min: 0.01, max: 1 }, linear: { min: 0, max: 1 } }

/**
 * The axis' range for data between `min` and `max`, rounded outwards to values that stay put while the data
 * grows: 1, 2, 5 times a power of ten on a logarithmic axis, whole ticks on a linear one.
 */
export function niceRange(min: number, max: number, kind: ScaleKind): Range {
  if (!isDrawable(min, kind) || !isDrawable(max, kind) || min > max) return EMPTY[kind]
  if (kind === 'log') {
    const low = niceFloor(min)
    const high = niceCeil(max)
    return high / low < 4 ? { min: niceFloor(low / 2), max: niceCeil(high * 1.5) } : { min: low, max: high }
  }
  const span = max - min || Math.abs(max) || 1
  const step = niceCeil(span / 5)
  const low = min >= 0 && min < span ? 0 : Math.floor(min / step) * step
  return { min: low, max: Math.ceil((max + span * 0.02) / step) * step }
}

/** Round values from `min` to `max`, about `count` of them. */
export function linearTicks({ min, max }: Range, count: number): number[] {
  const step = niceCeil((max - min) / Math.max(1, count))
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  if (!Number.isFinite(first) || !Number.isFinite(last)) return []
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Powers of ten from `min` to `max`, thinned to about `count`; with 2 and 5 between them where there are few. */
export function logTicks({ min, max }: Range, count: number): number[] {
  const low = Math.ceil(Math.log10(min) - 1e-9)
  const high = Math.floor(Math.log10(max) + 1e-9)
  const decades = high - low + 1
  if (!Number.isFinite(decades)) return []
  const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)))
  const factors = decades * 3 <= count ? [1, 2, 5] : decades <= 2 ? [1, 3] : [1]
  const ticks: number[] = []
  for (let power = low - 1; power <= high; power++) {
    if (stride > 1 && power % stride !== 0) continue
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`)
      if (tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9)) ticks.push(tick)
    }
  }
  return ticks
}

export function ticks(range: Range, kind: ScaleKind, count: number): number[] {
  return kind === 'log' ? logTicks(range, count) : linearTicks(range, count)
}
