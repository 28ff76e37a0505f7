import { indexOfNumber, shownNumber } from '../../../core/contract/counting'
import { scaleOf } from './continuous'
import { linearTicks } from './linear'
import { logTicks } from './logarithmic'
import { niceCeil } from './nice'
import type { Extent, Range, Scale, ScaleKind } from './scale'

/** Fewest updates that the axis shows. */
const SHORTEST = 10
const SHORTEST_RUN = 50
/** With fewer powers of ten in sight a logarithmic axis is marked at round updates. */
const FEWEST_TICKS = 3

/**
 * The axis of updates: a continuous scale over their numbers, which start at 1, that is asked in their
 * indices, which start at 0, and is marked at round numbers.
 */
export function updateScale(kind: ScaleKind, domain: Range, extent?: Extent): Scale {
  const numbers = numbersOf(domain)
  const scale = scaleOf(kind, numbers, extent)
  return {
    ...scale,
    domain,
    forward: (update) => scale.forward(shownNumber(update)),
    reverse: (position) => indexOfNumber(scale.reverse(position)),
    isDrawable: (update) => scale.isDrawable(shownNumber(update)),
    ticks: (count) => updateTicks(kind, numbers, count).map(indexOfNumber),
    over: (other) => updateScale(kind, domain, other),
  }
}

function numbersOf({ min, max }: Range): Range {
  return { min: shownNumber(min), max: shownNumber(max) }
}

/** Round numbers, and the first update where the axis begins with it. */
function updateTicks(kind: ScaleKind, numbers: Range, count: number): number[] {
  const powers = kind === 'log' ? logTicks(numbers, count).filter(Number.isInteger) : []
  if (powers.length >= FEWEST_TICKS) return powers
  const ticks = linearTicks(numbers, count).filter((tick) => Number.isInteger(tick) && tick > 1)
  return numbers.min <= 1 ? [1, ...ticks] : ticks
}

/**
 * The domain of a run that is followed: from its first update to the next round number, at most the run's
 * last update. It changes rarely and in steps, so that the plot stands still while data arrives.
 */
export function followedDomain(numUpdates: number, totalUpdates: number): Range {
  return { min: 0, max: Math.min(Math.max(totalUpdates, 1), niceCeil(Math.max(numUpdates, SHORTEST_RUN))) }
}

/** A domain moved and narrowed so that it lies in `whole` and holds at least a few updates. */
export function clampDomain(kind: ScaleKind, domain: Range, whole: Range): Range {
  if (kind === 'log') {
    const { min, max } = clampLog(numbersOf(domain), numbersOf(whole))
    return { min: indexOfNumber(min), max: indexOfNumber(max) }
  }
  const span = Math.min(
    Math.max(domain.max - domain.min, Math.min(SHORTEST, whole.max)),
    whole.max - whole.min,
  )
  const min = Math.min(Math.max(domain.min, whole.min), whole.max - span)
  return { min, max: min + span }
}

/**
 * The same for numbers on a logarithmic axis: what is kept while a domain is moved is the ratio of its ends.
 */
function clampLog({ min, max }: Range, whole: Range): Range {
  if (!(min > 0)) return clampLog({ min: whole.min, max }, whole)
  const middle = Math.sqrt(min * max)
  // From middle (s - 1/s) = SHORTEST, where s squared is the ratio.
  const half = SHORTEST / middle / 2
  const fewest = (half + Math.hypot(half, 1)) ** 2
  const ratio = Math.min(Math.max(max / min, fewest), whole.max / whole.min)
  const wanted = middle / Math.sqrt(ratio)
  const start = Math.min(Math.max(wanted, whole.min), whole.max / ratio)
  const end = Math.min(Math.max(start * ratio, start + SHORTEST), whole.max)
  return { min: Math.max(whole.min, Math.min(start, end - SHORTEST)), max: end }
}

/** The domain of a scale zoomed by `factor` (below 1: closer) around a value. */
export function zoomed(scale: Scale, factor: number, centre: number): Range {
  const { start, end } = scale.extent
  const at = scale.forward(centre)
  return { min: scale.reverse(at + (start - at) * factor), max: scale.reverse(at + (end - at) * factor) }
}

/**
 * The domain of a scale moved by a distance on its axis, to larger values for positive ones; the ends of
 * `whole` stop it.
 */
export function panned(scale: Scale, distance: number, whole: Range): Range {
  const { start, end } = scale.extent
  const least = Math.min(0, scale.forward(whole.min) - start)
  const most = Math.max(0, scale.forward(whole.max) - end)
  const by = Math.min(Math.max(distance, least), most)
  return { min: scale.reverse(start + by), max: scale.reverse(end + by) }
}
