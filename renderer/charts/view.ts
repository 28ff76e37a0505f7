import type { Range } from './scale'
import { niceCeil } from './scale'

/** Fewest updates that the x axis shows. */
const SHORTEST = 10
const SHORTEST_RUN = 50

/**
 * The x range of a run that is followed: from 0 to the next round number, at most the run's last update. It
 * changes rarely and in steps, so that the picture stands still while data arrives.
 */
export function followedRange(numUpdates: number, totalUpdates: number): Range {
  return { min: 0, max: Math.min(Math.max(totalUpdates, 1), niceCeil(Math.max(numUpdates, SHORTEST_RUN))) }
}

/** A range moved and narrowed so that it lies in `whole` and holds at least a few updates. */
export function clampRange(range: Range, whole: Range): Range {
  const span = Math.min(Math.max(range.max - range.min, Math.min(SHORTEST, whole.max)), whole.max - whole.min)
  const min = Math.min(Math.max(range.min, whole.min), whole.max - span)
  return { min, max: min + span }
}

/** Zooms by `factor` (below 1: closer) around `centre`. */
export function zoomRange(range: Range, factor: number, centre: number): Range {
  return { min: centre - (centre - range.min) * factor, max: centre + (range.max - centre) * factor }
}
