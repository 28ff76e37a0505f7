import { fail, type Result } from '../../core/contract/result'
import type { Run } from './run'

/** Decides when a run may start, and what becomes of the run before it. */
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
  /** Those that are not set aside, also one whose network is being built. */
  current(): readonly Run[]
  setAside(run: Run): Promise<void>
}

interface Waiting {
  launch(): Promise<Result<Run>>
  resolve(answer: Result<Run>): void
  reject(error: unknown): void
}

const superseded = fail('cancelled', 'another run was started')

/**
 * One run at a time: starting a run ends the one that trains, and sets it aside once the new network is
 * built. Where that cannot be built it stays where it is. The newest start is the one that counts: it ends a
 * run whose network is still being built, and answers a start that waits for its turn.
 */
export function createOneAtATime(runs: PolicyRuns): StartPolicy {
  let waiting: Waiting | null = null
  let replacing: Promise<void> | null = null

  /** Makes room for the start that waits, and launches it, until none waits. */
  async function replaceRuns(): Promise<void> {
    while (waiting) {
      await Promise.all(runs.current().map(endTraining))
      // Another one may have been asked for meanwhile.
      const { launch, resolve, reject }: Waiting = waiting
      waiting = null
      try {
        const started = await launch()
        if (started.ok) await setAsideAllBut(started.value)
        resolve(started)
      } catch (error) {
        reject(error)
      }
    }
    replacing = null
  }

  async function setAsideAllBut(started: Run): Promise<void> {
    for (const run of runs.current()) if (run !== started) await runs.setAside(run)
  }

  return {
    start(launch) {
      waiting?.resolve(superseded)
      for (const { state, host } of runs.current()) if (state.status === 'building') void host.stop()
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

async function endTraining({ state, host }: Run): Promise<void> {
  if (state.status === 'building' || state.status === 'running') await host.stop()
}
