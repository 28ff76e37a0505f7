import { defaultExperiment } from '../../core/experiment/defaults'
import { ObedientThread } from './obedientThread.testing'
import type { RunListener } from './run'
import { combineListeners } from './run'
import { createMemoryLog } from './runLog'
import type { RunStart } from './startRun'
import { startRun } from './startRun'
import { createTurns } from './turns'

export const anyStart: RunStart = { experiment: defaultExperiment(), speed: null, paused: false, views: [] }

/** A run in an obedient thread, whose network is built. */
export async function builtRun(runId: string, listener: RunListener, start = anyStart) {
  const threads: ObedientThread[] = []
  const run = startRun(runId, start, {
    spawn(workerStart) {
      const thread = new ObedientThread(workerStart)
      threads.push(thread)
      return thread
    },
    log: createMemoryLog(),
    turns: createTurns(1, () => undefined),
    keeping: null,
    listener: combineListeners([listener]),
  })
  await run.host.ready
  return { run, thread: threads[0]! }
}
