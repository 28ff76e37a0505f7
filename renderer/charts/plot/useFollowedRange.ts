import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { PlotLink } from './plotLink'
import type { Range } from '../scales/scale'
import { followedRange } from '../scales/updates'

interface Followed {
  readonly numUpdates: number
  readonly totalUpdates: number
  readonly link: PlotLink
}

/** The updates that are shown where nobody zoomed; the same object for as long as they are the same. */
export function useFollowedRange(source: () => Followed): ComputedRef<Range> {
  return computed<Range>((before) => {
    const { numUpdates, totalUpdates, link } = source()
    const range = followedRange(numUpdates, totalUpdates, link.xScale)
    return before?.min === range.min && before.max === range.max ? before : range
  })
}
