import { niceCeil } from './nice'
import type { Extent, Range, Scale } from './scale'
import { UNIT } from './scale'

/** Equal differences of values stand equally far apart. */
export function linear(domain: Range, extent: Extent = UNIT): Scale {
  const { min, max } = domain
  const { start, end } = extent
  return {
    kind: 'linear',
    domain,
    extent,
    forward: (value) => start + ((value - min) / (max - min)) * (end - start),
    reverse: (position) => min + ((position - start) / (end - start)) * (max - min),
    isDrawable: Number.isFinite,
    ticks: (count) => linearTicks(domain, count),
    over: (other) => linear(domain, other),
  }
}

/**
 * A domain that holds the values from `min` to `max` and ends at whole ticks, from zero unless the values lie
 * far from it: a positive constant does not lie on the axis.
 */
export function niceLinearDomain(min: number, max: number): Range {
  const span = max - min || Math.abs(max) || 1
  const step = niceCeil(span / 5)
  const low = min >= 0 && min <= span ? 0 : Math.floor(min / step) * step
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
