import type { UpdateRecord } from '../../core/train/train'
import { createBatchColumns } from './batchColumns'
import { createRecentMedian } from './recentMedian'
import type { Surroundings, Trainable } from './session'

const BATCH_INTERVAL_MS = 1000 / 30
const SAMPLE_INTERVAL_MS = 200
/** Enough for a steady median, few enough to sort 30 times a second. */
const TIMES = 101

/** Gathers what a run has to tell and sends it in batches. */
export interface Reporter {
  readonly isWatched: boolean
  record(update: UpdateRecord): void
  /** Notes how long the newest updates took on average. */
  time(msPerUpdate: number): void
  /** Sends what is due. */
  tick(now: number): void
  /** Sends all updates that are not sent yet. */
  flush(): void
  /** Sends the newest update's sample, unless it is sent already. */
  sample(): void
  setWatched(watched: boolean): void
}

export function createReporter(trainer: Trainable, watched: boolean, around: Surroundings): Reporter {
  const columns = createBatchColumns()
  const times = createRecentMedian(TIMES)
  let updates = 0
  let clippedUpdates = 0
  let sampledUpdates = 0
  let lastBatch = -Infinity
  let lastSample = -Infinity

  function flush(): void {
    lastBatch = around.now()
    if (columns.length === 0) return
    const batch = columns.take()
    const { loss, gradNorm, gradNormClipped } = batch.columns
    around.post(
      { type: 'batch', ...batch, msPerUpdate: times.median(), clippedShare: clippedUpdates / updates },
      [loss.buffer, gradNorm.buffer, gradNormClipped.buffer] as ArrayBuffer[],
    )
  }

  function sendSample(): void {
    if (sampledUpdates === updates) return
    sampledUpdates = updates
    lastSample = around.now()
    const sample = trainer.sample()
    if (sample) around.post({ type: 'sample', sample }, [])
  }

  return {
    get isWatched() {
      return watched
    },
    record({ loss, gradNorm, gradNormClipped, clipped }) {
      updates++
      if (clipped) clippedUpdates++
      columns.push(loss, gradNorm, gradNormClipped)
    },
    time: times.push,
    tick(now) {
      if (now - lastBatch >= BATCH_INTERVAL_MS) flush()
      if (watched && now - lastSample >= SAMPLE_INTERVAL_MS) sendSample()
    },
    flush,
    sample: sendSample,
    setWatched(isWatched) {
      watched = isWatched
    },
  }
}
