import { indexOfNumber } from '../../../core/contract/counting'
import { linearTicks } from './linear'
import type { Extent, Range, Scale } from './scale'
import { clampTo } from './scale'

/** Indices whose number, counted from 1, is round. */
function ticks(length: number, count: number): number[] {
  return linearTicks({ min: 1, max: length }, count)
    .filter((number) => Number.isInteger(number) && number > 0)
    .map(indexOfNumber)
}

function indices(length: number): Range {
  return { min: 0, max: length - 1 }
}

/** The indices of `length` things, the first at the start of the axis and the last at its end. */
export function points(length: number, extent: Extent): Scale {
  const domain = indices(length)
  const { start, end } = extent
  return {
    kind: 'points',
    domain,
    extent,
    forward: (index) => start + (index / Math.max(1, length - 1)) * (end - start),
    reverse: (position) => clampTo(domain, Math.round(((position - start) / (end - start)) * (length - 1))),
    isDrawable: Number.isFinite,
    ticks: (count) => ticks(length, count),
    over: (other) => points(length, other),
  }
}

/** The indices of `length` things, each in the middle of a band of the axis as wide as all others. */
export function bands(length: number, extent: Extent): Scale {
  const domain = indices(length)
  const { start, end } = extent
  return {
    kind: 'bands',
    domain,
    extent,
    forward: (index) => start + ((index + 0.5) / length) * (end - start),
    reverse: (position) => clampTo(domain, Math.floor(((position - start) / (end - start)) * length)),
    isDrawable: Number.isFinite,
    ticks: (count) => ticks(length, count),
    over: (other) => bands(length, other),
  }
}
