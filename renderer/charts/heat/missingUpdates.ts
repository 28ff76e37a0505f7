import { MOST_RECOMPUTED } from '../../../core/contract/views'
import type { Range, ScaleKind } from '../scales/scale'
import { updateScale } from '../scales/updates'
import type { HeatHistory } from './heatHistory'

/** Of which updates there is something. */
interface Measured {
  /** Whether one of them lies between two places on the axis of updates, if only in part. */
  hasBetween(start: number, end: number): boolean
  /** The update behind the newest of them. */
  readonly end: number
}

/**
 * The updates that are missing in a stretch of an axis, before the newest: of `numParts` equal parts of the
 * stretch one update of every part of which there is nothing.
 */
export function missingInParts(
  measured: Measured,
  xKind: ScaleKind,
  domain: Range,
  numParts: number,
): number[] {
  const x = updateScale(xKind, domain, { start: 0, end: numParts })
  const missing = new Set<number>()
  for (let part = 0; part < numParts; part++) {
    const start = x.reverse(part)
    const end = x.reverse(part + 1)
    if (measured.hasBetween(start, end)) continue
    const update = Math.ceil(start) < end ? Math.ceil(start) : Math.floor(start)
    if (update >= 0 && update < measured.end) missing.add(update)
  }
  return [...missing]
}

/**
 * The updates that a heatmap lacks in a stretch of its axis, before its newest column: of as many equal parts
 * of the stretch as the history can take columns, at most `mostParts`, one update of every part of which
 * there is no column.
 */
export function missingUpdates(
  history: HeatHistory,
  xKind: ScaleKind,
  domain: Range,
  mostParts = MOST_RECOMPUTED,
): number[] {
  if (history.length === 0) return []
  const numParts = Math.min(mostParts, MOST_RECOMPUTED, Math.floor(history.capacity / 2))
  const measured = {
    hasBetween: (start: number, end: number) => history.hasBetween(start, end),
    end: history.end(history.length - 1),
  }
  return missingInParts(measured, xKind, domain, numParts).filter((update) => update >= history.first)
}
