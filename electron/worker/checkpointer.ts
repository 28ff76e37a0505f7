import type { Rewind } from '../../core/replay/replayer'
import type { Surroundings } from './session'

/** A note costs a copy of weights and optimizer: two are at least this far apart, */
const INTERVAL_MS = 500
/** and take at most this share of the time. */
const SHARE = 0.005

/** Decides when to note where a run stands, so that any of its updates is soon made again. */
export interface Notes {
  /** To be called before every group of updates. */
  before(now: number): void
}

export function createNotes(rewind: Rewind, around: Surroundings): Notes {
  let next = -Infinity
  return {
    before(now) {
      if (now < next) return
      rewind.note()
      next = now + Math.max(INTERVAL_MS, (around.now() - now) / SHARE)
    },
  }
}
