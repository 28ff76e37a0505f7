import type { Range, ScaleKind } from './scale'
import { linearTicks, logTicks, niceCeil, shareOn, valueOn } from './scale'

/** Fewest updates that the x axis shows. */
const SHORTEST = 10
const SHORTEST_RUN = 50
/** With fewer powers of ten in sight a logarithmic axis is marked at round updates. */
const FEWEST_TICKS = 3

/** The update with which an axis may start: a logarithmic one has no place for update 0. */
export function firstUpdate(kind: ScaleKind): number {
  return kind === 'log' ? 1 : 0
}

/**
 * The x range of a run that is followed: from its first update that can be shown to the next round number, at most
 * the run's last update. It changes rarely and in steps, so that the plot stands still while data arrives.
 */
export function followedRange(numUpdates: number, totalUpdates: number, kind: ScaleKind = 'linear'): Range {
  const min = firstUpdate(kind)
  const max = Math.min(Math.max(totalUpdates, 1), niceCeil(Math.max(numUpdates, SHORTEST_RUN)))
  return { min, max: Math.max(max, min + 1) }
}

/** A range moved and narrowed so that it lies in `whole` and holds at least a few updates. */
export function clampRange(range: Range, whole: Range, kind: ScaleKind = 'linear'): Range {
  if (kind === 'log') return clampLog(range, whole)
  const span = Math.min(Math.max(range.max - range.min, Math.min(SHORTEST, whole.max)), whole.max - whole.min)
  const min = Math.min(Math.max(range.min, whole.min), whole.max - span)
  return { min, max: min + span }
}

/** The same on a logarithmic axis: what is kept while a range is moved is the ratio of its ends. */
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

/** Zooms by `factor` (below 1: closer) around `centre`. */
export function zoomRange(range: Range, factor: number, centre: number, kind: ScaleKind = 'linear'): Range {
  const at = shareOn(range, kind, centre)
  return {
    min: valueOn(range, kind, at - at * factor),
    max: valueOn(range, kind, at + (1 - at) * factor),
  }
}

/** Moves a range by a share of its own length, later updates for positive ones; it stops at the ends of `whole`. */
export function panRange(range: Range, share: number, whole: Range, kind: ScaleKind = 'linear'): Range {
  const start = shareOn(range, kind, whole.min)
  const end = shareOn(range, kind, whole.max)
  const by = Math.min(Math.max(share, Math.min(0, start)), Math.max(0, end - 1))
  return { min: valueOn(range, kind, by), max: valueOn(range, kind, 1 + by) }
}

/** Updates to mark on an axis, about `count`. */
export function updateTicks(range: Range, kind: ScaleKind, count: number): number[] {
  const powers = kind === 'log' ? logTicks(range, count).filter(Number.isInteger) : []
  return powers.length >= FEWEST_TICKS ? powers : linearTicks(range, count).filter(Number.isInteger)
}
