import { niceCeil, niceFloor } from './nice'
import type { Extent, Range, Scale } from './scale'
import { UNIT } from './scale'

/** Equal ratios of values stand equally far apart. */
export function logarithmic(domain: Range, extent: Extent = UNIT): Scale {
  const { min, max } = domain
  const { start, end } = extent
  return {
    kind: 'log',
    domain,
    extent,
    forward: (value) => start + (Math.log(value / min) / Math.log(max / min)) * (end - start),
    reverse: (position) => min * (max / min) ** ((position - start) / (end - start)),
    isDrawable: (value) => Number.isFinite(value) && value > 0,
    ticks: (count) => logTicks(domain, count),
    over: (other) => logarithmic(domain, other),
  }
}

/** A domain that holds the values from `min` to `max` and ends at 1, 2 or 5 times a power of ten. */
export function niceLogDomain(min: number, max: number): Range {
  const low = niceFloor(min)
  const high = niceCeil(max)
  return high / low < 4 ? { min: niceFloor(low / 2), max: niceCeil(high * 1.5) } : { min: low, max: high }
}

/**
 * Powers of ten from `min` to `max`, thinned to about `count`; with 2 and 5 between them where there are few.
 */
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
