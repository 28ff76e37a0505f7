import { randomUUID } from 'node:crypto'
import type { RunState } from '../../core/contract/run'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { Thread, WorkerStart } from '../worker/messages'
import type { Run, RunListener } from './run'
import { combineListeners } from './run'
import { isEnded } from './runHost'
import type { RunLog } from './runLog'
import { createOneAtATime } from './startPolicy'
import type { RunStart } from './startRun'
import { startRun } from './startRun'

/**
 * All runs, by their ids, and the only owner of their threads. See `createOneAtATime` for how many there can
 * be.
 */
export interface RunCatalog {
  /** Every run whose network is built, oldest first. Waits for a run that is being started. */
  list(): Promise<readonly Run[]>
  get(runId: string): Result<Run>
  /** Resolves once the run's network is built, or with why it could not be. */
  start(start: RunStart): Promise<Result<Run>>
  /** Pauses a run and marks it as shelved, so that no window shows it by itself. */
  shelve(runId: string): Promise<Result<RunState>>
  /** Undoes that. The run stays paused. */
  unshelve(runId: string): Result<Run>
  /** Ends every run and starts none any more; resolves when no training thread is left. */
  dispose(): Promise<void>
}

export interface RunCatalogOptions {
  spawn(start: WorkerStart): Thread
  createLog(): RunLog
  readonly listeners: readonly RunListener[]
}

export function createRunCatalog({ spawn, createLog, listeners }: RunCatalogOptions): RunCatalog {
  const runs = new Map<string, Run>()
  /** Those whose networks are being built, which may take minutes. */
  const starting = new Set<Run>()
  const listener = combineListeners(listeners)
  let isDisposed = false
  const policy = createOneAtATime({
    all: () => [...runs.values()],
    remove(run) {
      runs.delete(run.runId)
      listener.removed(run)
    },
  })

  async function launch(start: RunStart): Promise<Result<Run>> {
    if (isDisposed) return fail('runEnded', 'the app is closing')
    const run = startRun(randomUUID(), start, { spawn, log: createLog(), listener })
    starting.add(run)
    listener.started(run)
    const ready = await run.host.ready
    starting.delete(run)
    if (ready.ok) {
      runs.set(run.runId, run)
      return succeed(run)
    }
    await run.host.dispose()
    return ready
  }

  function get(runId: string): Result<Run> {
    const run = runs.get(runId)
    return run ? succeed(run) : fail('noSuchRun', `there is no run ${runId}`)
  }

  return {
    async list() {
      await policy.settled()
      return [...runs.values()]
    },
    get,
    start: (start) => policy.start(() => launch(start)),
    async shelve(runId) {
      const found = get(runId)
      if (!found.ok) return found
      const run = found.value
      run.setShelved(true)
      return isEnded(run.state) ? succeed(run.state) : run.host.pause()
    },
    unshelve(runId) {
      const found = get(runId)
      if (found.ok) found.value.setShelved(false)
      return found
    },
    async dispose() {
      isDisposed = true
      await Promise.all([...starting, ...runs.values()].map(({ host }) => host.dispose()))
      await policy.settled()
    },
  }
}
