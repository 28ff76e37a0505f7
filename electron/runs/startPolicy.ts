import type { Result } from '../../core/contract/result'
import type { Run } from './run'

/** Decides when a run may start, and what becomes of the runs before it. */
export interface StartPolicy {
  /**
   * Calls `launch` when it is the new run's turn. Resolves with its answer, once the network is built or was
   * not.
   */
  start(launch: () => Promise<Result<Run>>): Promise<Result<Run>>
  /** Resolves when every start so far is over. */
  settled(): Promise<void>
}

/** The runs that a policy decides about. */
export interface PolicyRuns {
  all(): readonly Run[]
  /** Takes a run whose thread is gone out of the catalog. */
  remove(run: Run): void
}

/**
 * One run at a time: starting a run ends those before it, whether they train, are shelved or have ended, and
 * drops them once the new network is built. Where it cannot be built they stay, ended. Starts that are asked
 * for at the same time follow one another, so that one thread is left.
 */
export function createOneAtATime(runs: PolicyRuns): StartPolicy {
  let lastStart: Promise<unknown> = Promise.resolve()

  async function replace(launch: () => Promise<Result<Run>>): Promise<Result<Run>> {
    const earlier = runs.all()
    for (const { host } of earlier) {
      await host.stop()
      await host.dispose()
    }
    const started = await launch()
    if (started.ok) earlier.forEach(runs.remove)
    return started
  }

  return {
    start(launch) {
      const start = lastStart.then(() => replace(launch))
      lastStart = start.catch(() => undefined)
      return start
    },
    async settled() {
      await lastStart
    },
  }
}
