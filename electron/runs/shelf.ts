import { MOST_SHELVED } from '../../core/contract/run'
import { memoryNeed } from '../../core/experiment/memory'
import { MEMORY_LIMIT_GB } from '../../core/experiment/relations'
import type { Experiment } from '../../core/experiment/experiment'
import type { Run } from './run'
import { isGoing } from './startPolicy'

/**
 * The runs that are set aside, one on the other. Undo takes the top one; of too many the lowest is removed. A
 * run is kept with its thread, so that it can go on and its updates can be opened, as long as there is memory
 * for that.
 */
export interface Shelf {
  /** Puts a run, which trains no more, on top. Resolves when there is room for it. */
  put(run: Run): Promise<void>
  /** The same at the bottom, for a run whose place another one takes that was set aside before it. */
  putBelow(run: Run): Promise<void>
  take(run: Run): void
  /**
   * Ends threads, from the bottom up, until all runs and a new one are within the memory that one run may
   * have. What is recorded of their runs stays.
   */
  makeRoom(experiment: Experiment): Promise<void>
}

/** The catalog's runs. */
export interface ShelfRuns {
  all(): readonly Run[]
  /** Takes a run whose thread is gone out of the catalog. */
  remove(run: Run): void
}

export function createShelf(runs: ShelfRuns): Shelf {
  let top = 0
  let bottom = 0

  /** Those on the shelf from the bottom up, then the others. */
  const fromBelow = () =>
    [...runs.all()].sort((a, b) => (a.shelfPlace ?? Infinity) - (b.shelfPlace ?? Infinity))

  async function putAt(place: number, run: Run): Promise<void> {
    run.setShelfPlace(place)
    await dropOldest()
    void run.host.rest()
  }

  async function dropOldest(): Promise<void> {
    const shelved = fromBelow().filter(({ shelfPlace }) => shelfPlace !== null)
    for (const run of shelved.slice(0, Math.max(0, shelved.length - MOST_SHELVED))) {
      await run.host.dispose()
      runs.remove(run)
    }
  }

  return {
    put: (run) => putAt(++top, run),
    putBelow: (run) => putAt(--bottom, run),
    take: (run) => run.setShelfPlace(null),
    async makeRoom(experiment) {
      const withThread = fromBelow().filter(({ host }) => host.hasThread)
      let total = memoryNeed(experiment).total
      for (const run of withThread) total += memoryNeed(run.experiment).total
      for (const run of withThread) {
        if (total <= MEMORY_LIMIT_GB * 1e9) return
        if (isGoing(run)) continue
        await run.host.rest()
        // A run that is not kept cannot rest.
        if (run.host.hasThread) await run.host.dispose()
        total -= memoryNeed(run.experiment).total
      }
    },
  }
}
