import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { Range } from '../scales/scale'
import { followedDomain } from '../scales/updates'

interface Followed {
  readonly numUpdates: number
  readonly totalUpdates: number
}

/** The updates that are shown where nobody zoomed; the same object for as long as they are the same. */
export function useFollowedDomain(source: () => Followed): ComputedRef<Range> {
  return computed<Range>((before) => {
    const { numUpdates, totalUpdates } = source()
    const domain = followedDomain(numUpdates, totalUpdates)
    return before?.min === domain.min && before.max === domain.max ? before : domain
  })
}
