/** Checkpoints of a run, each from right before an update. */
export interface CheckpointHistory<Checkpoint> {
  /** Adds the newest checkpoint; updates never fall. Of two of the same update the later one counts. */
  add(update: number, checkpoint: Checkpoint): void
  /** The last checkpoint from at or before an update, or null. */
  atOrBefore(update: number): Checkpoint | null
}

/**
 * A history of at most `capacity` checkpoints, at least 2: the first, the newest, and between them as many as
 * fit, evenly. When it is full every second one is dropped, and from then on one is kept half as often; the
 * newest is always there.
 */
export function createCheckpointHistory<Checkpoint>(capacity: number): CheckpointHistory<Checkpoint> {
  interface Entry {
    readonly update: number
    readonly checkpoint: Checkpoint
  }
  const maxKept = capacity - 1
  let kept: Entry[] = []
  let newest: Entry | null = null
  /** Of those that were added, every how many-th is kept. */
  let stride = 1
  let numAdded = 0

  return {
    add(update, checkpoint) {
      newest = { update, checkpoint }
      if (kept[kept.length - 1]?.update === update) {
        kept[kept.length - 1] = newest
        return
      }
      const index = numAdded++
      if (index % stride !== 0) return
      if (kept.length === maxKept) {
        kept = kept.filter((_, i) => i % 2 === 0)
        stride *= 2
      }
      if (index % stride === 0 && kept.length < maxKept) kept.push(newest)
    },
    atOrBefore(wanted) {
      if (newest && newest.update <= wanted) return newest.checkpoint
      return kept.findLast(({ update }) => update <= wanted)?.checkpoint ?? null
    },
  }
}
