import { MOST_RECOMPUTED } from '../../../core/contract/views'
import type { Range, ScaleKind } from '../scales/scale'
import { updateScale } from '../scales/updates'
import type { HeatHistory } from './heatHistory'

/**
 * The updates that a heatmap lacks in a stretch of its axis, before its newest column: of as many equal parts
 * of the stretch as the history can take columns, one update of every part of which there is no column.
 */
export function missingUpdates(history: HeatHistory, xKind: ScaleKind, domain: Range): number[] {
  if (history.length === 0) return []
  const numParts = Math.min(MOST_RECOMPUTED, Math.floor(history.capacity / 2))
  const x = updateScale(xKind, domain, { start: 0, end: numParts })
  const until = history.end(history.length - 1)
  const missing = new Set<number>()
  for (let part = 0; part < numParts; part++) {
    const start = x.reverse(part)
    const end = x.reverse(part + 1)
    if (history.hasBetween(start, end)) continue
    const update = Math.ceil(start) < end ? Math.ceil(start) : Math.floor(start)
    if (update >= 0 && update < until) missing.add(update)
  }
  return [...missing]
}
