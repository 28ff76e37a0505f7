import { reason } from '../../core/contract/reasons'
import { fail, type Result } from '../../core/contract/result'
import type { Run } from './run'

/** Decides when a run may be built, and what becomes of the runs before it. */
export interface StartPolicy {
  /**
   * Calls `launch` once no other start is under way. Resolves with its answer, once the network is built or
   * was not, or the run waits for its turn; or as `cancelled`, once another start is asked for.
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

const superseded = fail('cancelled', reason('superseded'))

/**
 * One start at a time, and the newest counts: it ends a run whose network is still being built, and answers a
 * start that waits. Runs that train or wait for their turn go on; the others are set aside once the new
 * network is built. Where that cannot be built they stay where they are.
 */
export function createStartPolicy(runs: PolicyRuns): StartPolicy {
  let waiting: Waiting | null = null
  let replacing: Promise<void> | null = null

  /** Launches the start that waits, until none does. */
  async function replaceRuns(): Promise<void> {
    while (waiting) {
      await Promise.all(runs.current().map(endBuilding))
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
    for (const run of runs.current()) if (run !== started && isIdle(run)) await runs.setAside(run)
  }

  return {
    start(launch) {
      waiting?.resolve(superseded)
      void Promise.all(runs.current().map(endBuilding))
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

/** Whether it trains here, or will as soon as it can. */
export function isGoing({ trainedBy, state: { status } }: Run): boolean {
  return trainedBy === null && (status === 'queued' || status === 'building' || status === 'running')
}

/** Whether it trains nowhere and waits for nothing. */
export const isIdle = (run: Run) => !isGoing(run) && run.trainedBy === null

async function endBuilding({ state, host }: Run): Promise<void> {
  if (state.status === 'building') await host.stop()
}
