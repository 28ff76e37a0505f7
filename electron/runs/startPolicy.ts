import { fail, type Result } from '../../core/contract/result'
import type { Run } from './run'

/** Decides when a run may start, and what becomes of the runs before it. */
export interface StartPolicy {
  /**
   * Calls `launch` when it is the new run's turn. Resolves with its answer, once the network is built or was
   * not; or as `cancelled`, once another start is asked for.
   */
  start(launch: () => Promise<Result<Run>>): Promise<Result<Run>>
  /** Resolves when every start so far is over. */
  settled(): Promise<void>
}

/** The runs that a policy decides about. */
export interface PolicyRuns {
  /** Also one whose network is being built. */
  all(): readonly Run[]
  /** Takes a run whose thread is gone out of the catalog. */
  remove(run: Run): void
}

interface Waiting {
  launch(): Promise<Result<Run>>
  resolve(answer: Result<Run>): void
  reject(error: unknown): void
}

const superseded = fail('cancelled', 'another run was started')

/**
 * One run at a time: starting a run ends those before it, whether they train, are shelved or have ended, and
 * drops them once the new network is built. Where it cannot be built they stay, ended. The newest start is
 * the one that counts: it ends a run whose network is still being built, and answers a start that waits for
 * its turn.
 */
export function createOneAtATime(runs: PolicyRuns): StartPolicy {
  let waiting: Waiting | null = null
  let replacing: Promise<void> | null = null

  /** Makes room for the start that waits, and launches it, until none waits. One thread is left. */
  async function replaceRuns(): Promise<void> {
    while (waiting) {
      const earlier = runs.all()
      await Promise.all(earlier.map(end))
      // Another one may have been asked for meanwhile.
      const { launch, resolve, reject }: Waiting = waiting
      waiting = null
      try {
        const started = await launch()
        if (started.ok) earlier.forEach(runs.remove)
        resolve(started)
      } catch (error) {
        reject(error)
      }
    }
    replacing = null
  }

  return {
    start(launch) {
      waiting?.resolve(superseded)
      for (const { state, host } of runs.all()) if (state.status === 'building') void host.stop()
      return new Promise((resolve, reject) => {
        waiting = { launch, resolve, reject }
        replacing ??= replaceRuns()
      })
    },
    async settled() {
      await replacing
    },
  }
}

async function end({ host }: Run): Promise<void> {
  await host.stop()
  await host.dispose()
}
