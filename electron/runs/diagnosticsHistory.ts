import type { Observation } from '../../core/contract/observation'
import { NUM_FIRST_RECORDED, onlyViews, recordedViews, supersede } from '../../core/contract/views'

/** What the later part of one history may take. */
const BUDGET_BYTES = 16 * 2 ** 20
const FEWEST = 64
const MOST = 1024
/** An observation's names and numbers beside its columns, about. */
const OVERHEAD_BYTES = 2048

/**
 * What was recorded of a run's cheap views, oldest first, in bounded memory: the first updates all, and of
 * the later ones, once they are too many, every second, and from then on half as many. The newest of every
 * view is always there.
 */
export interface DiagnosticsHistory {
  /** Keeps what is recorded of an observation; updates never fall. */
  add(observation: Observation): void
  /** Those of later updates than this one. */
  after(update: number): Observation[]
}

export function createDiagnosticsHistory(): DiagnosticsHistory {
  const first: Observation[] = []
  let later: Observation[] = []
  let newest: readonly Observation[] = []
  let capacity = MOST
  let stride = 1
  let numOffered = 0

  function addLater(observation: Observation): void {
    if (numOffered++ % stride !== 0) return
    const fit = Math.floor(BUDGET_BYTES / bytesOf(observation))
    capacity = Math.min(capacity, Math.max(FEWEST, fit))
    if (later.length >= capacity) {
      later = later.filter((_, i) => i % 2 === 0)
      stride *= 2
    }
    later.push(observation)
  }

  return {
    add(observation) {
      const recorded = onlyViews(observation, recordedViews)
      if (!recorded) return
      newest = supersede(newest, recorded)
      if (recorded.update < NUM_FIRST_RECORDED) first.push(recorded)
      else addLater(recorded)
    },
    after(update) {
      const kept = [...first, ...later].filter((each) => each.update > update)
      const isKept = new Set(kept.map((each) => each.update))
      const others = newest.filter((each) => each.update > update && !isKept.has(each.update))
      return [...kept, ...others].sort((one, other) => one.update - other.update)
    },
  }
}

/** What the columns of a value take, however deep in it they stand. */
function bytesOf(observation: Observation): number {
  let bytes = OVERHEAD_BYTES
  const count = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) bytes += value.byteLength
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(count)
  }
  count(observation)
  return bytes
}
