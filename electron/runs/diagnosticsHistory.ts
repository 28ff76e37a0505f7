import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { NUM_FIRST_RECORDED, onlyViews, recordedViews } from '../../core/contract/views'

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
  /** Those that came behind the first `count`, and how many have come by now. */
  after(count: number): { readonly observations: readonly Observation[]; readonly count: number }
}

/** What was recorded, and how many were with it: several can be of one update. */
interface Entry {
  readonly count: number
  readonly observation: Observation
}

export function createDiagnosticsHistory(): DiagnosticsHistory {
  const first: Entry[] = []
  let later: Entry[] = []
  const newest = new Map<ViewName, Entry>()
  let capacity = MOST
  let stride = 1
  let numOffered = 0
  let count = 0

  function addLater(entry: Entry): void {
    if (numOffered++ % stride !== 0) return
    const fit = Math.floor(BUDGET_BYTES / bytesOf(entry.observation))
    capacity = Math.min(capacity, Math.max(FEWEST, fit))
    if (later.length >= capacity) {
      later = later.filter((_, i) => i % 2 === 0)
      stride *= 2
    }
    later.push(entry)
  }

  return {
    add(observation) {
      const recorded = onlyViews(observation, recordedViews)
      if (!recorded) return
      const entry = { count: ++count, observation: recorded }
      for (const view of recordedViews) if (recorded[view] !== null) newest.set(view, entry)
      if (recorded.update < NUM_FIRST_RECORDED) first.push(entry)
      else addLater(entry)
    },
    after(known) {
      const entries = [...new Set([...first, ...later, ...newest.values()])]
        .filter((entry) => entry.count > known)
        .sort((one, other) => one.count - other.count)
      return { observations: entries.map(({ observation }) => observation), count }
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
