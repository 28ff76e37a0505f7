import type { Replayer } from '../../core/replay/replayer'
import type { Environment } from './environment'

/** A checkpoint costs a copy of weights and optimizer: two are at least this far apart, */
const INTERVAL_MS = 500
/** and take at most this share of the time. */
const SHARE = 0.005

/** Decides when to keep a checkpoint, so that any update of a run is soon recomputed. */
export interface Checkpointer {
  /** Keeps a checkpoint if one is due. To be called before every group of updates. */
  keepIfDue(now: number): void
}

export function createCheckpointer(
  replayer: Pick<Replayer, 'keepCheckpoint'>,
  env: Pick<Environment, 'now'>,
): Checkpointer {
  let next = -Infinity
  return {
    keepIfDue(now) {
      if (now < next) return
      replayer.keepCheckpoint()
      next = now + Math.max(INTERVAL_MS, (env.now() - now) / SHARE)
    },
  }
}
