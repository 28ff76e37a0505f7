import { linear, niceLinearDomain } from './linear'
import { logarithmic, niceLogDomain } from './logarithmic'
import type { Extent, Range, Scale, ScaleKind } from './scale'

const KINDS = {
  linear: { create: linear, niceDomain: niceLinearDomain, empty: { min: 0, max: 1 } },
  log: { create: logarithmic, niceDomain: niceLogDomain, empty: { min: 0.01, max: 1 } },
} as const

/** The scale of a kind that a reader chose. */
export function scaleOf(kind: ScaleKind, domain: Range, extent?: Extent): Scale {
  return KINDS[kind].create(domain, extent)
}

/**
 * The domain for data from `min` to `max`, rounded outwards to values that stay put while the data grows. A
 * plain domain where there is no such data.
 */
export function niceDomain(kind: ScaleKind, min: number, max: number): Range {
  const { create, niceDomain: nice, empty } = KINDS[kind]
  const { isDrawable } = create(empty)
  return isDrawable(min) && isDrawable(max) && min <= max ? nice(min, max) : empty
}
