import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { Range } from '../scales/scale'
import { followedDomain } from '../scales/updates'
import type { PlotLink } from './plotLink'

interface Followed {
  readonly numUpdates: number
  readonly totalUpdates: number
  readonly link: PlotLink
}

/** The updates that are shown where nobody zoomed; the same object for as long as they are the same. */
export function useFollowedDomain(source: () => Followed): ComputedRef<Range> {
  return computed<Range>((before) => {
    const { numUpdates, totalUpdates, link } = source()
    const domain = followedDomain(link.xKind, numUpdates, totalUpdates)
    return before?.min === domain.min && before.max === domain.max ? before : domain
  })
}
