/** A checkpoint as the rule looks at it. */
export interface KeptCheckpoint {
  /** Updates made before it. */
  readonly update: number
  /** The smoothed loss by then; NaN where that is not known. */
  readonly loss: number
  readonly bytes: number
}

/** What the checkpoints of a run may take together, unless the first, the newest and the best take more. */
const BUDGET_BYTES = 256 * 2 ** 20

/** Which of a run's checkpoints are kept whatever their age: the first, the newest and the best. */
export function alwaysKept<T extends Pick<KeptCheckpoint, 'update' | 'loss'>>(
  all: readonly T[],
): Record<'first' | 'newest' | 'best', T> | null {
  const sorted = [...all].sort((a, b) => a.update - b.update)
  const [first, newest] = [sorted[0], sorted.at(-1)]
  if (!first || !newest) return null
  const best = sorted.reduce((low, each) => (each.loss < low.loss || Number.isNaN(low.loss) ? each : low))
  return { first, newest, best }
}

/**
 * Which checkpoints of a run are kept: the first, the newest and the best (the lowest smoothed loss), and of
 * the others fewer the older they are: between two that are kept lies at least half the distance from the
 * older one to the newest. Where they are too large, the older of the others go first.
 */
export function checkpointsToKeep(all: readonly KeptCheckpoint[]): KeptCheckpoint[] {
  const sorted = [...all].sort((a, b) => a.update - b.update)
  const always = alwaysKept(sorted)
  if (!always) return []
  const { newest } = always
  const kept = new Set(Object.values(always))
  let bytes = [...kept].reduce((sum, each) => sum + each.bytes, 0)
  let last = newest.update
  for (const each of sorted.toReversed()) {
    if (2 * (last - each.update) < newest.update - each.update) continue
    if (!kept.has(each)) {
      if (bytes + each.bytes > BUDGET_BYTES) continue
      bytes += each.bytes
      kept.add(each)
    }
    last = each.update
  }
  return sorted.filter((each) => kept.has(each))
}
