import { randomUUID } from 'node:crypto'
import type { RunState } from '../../core/contract/run'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { Thread, WorkerStart } from '../worker/messages'
import type { Run, RunListener } from './run'
import { combineListeners } from './run'
import type { RunLog } from './runLog'
import { createShelf } from './shelf'
import { createOneAtATime } from './startPolicy'
import type { RunStart } from './startRun'
import { startRun } from './startRun'

/**
 * All runs, by their ids, and the only owner of their threads. See `createOneAtATime` for how many can train,
 * and `createShelf` for how many are kept.
 */
export interface RunCatalog {
  /** Every run, oldest first, also one whose network is being built. */
  list(): readonly Run[]
  get(runId: string): Result<Run>
  /**
   * Resolves once the run's network is built, or with why it could not be. Until then the run is in the
   * catalog too, so that it can be stopped, and leaves it where its network is never built.
   */
  start(start: RunStart): Promise<Result<Run>>
  /** Pauses a run and sets it aside, so that no window shows it by itself. */
  shelve(runId: string): Promise<Result<RunState>>
  /** Brings it back, paused or ended as it is. Another run that is not set aside takes its place there. */
  unshelve(runId: string): Promise<Result<Run>>
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
  const listener = combineListeners(listeners)
  let isDisposed = false
  const list = () => [...runs.values()]
  const shelf = createShelf({ all: list, remove })
  const current = () => list().filter(({ shelfPlace }) => shelfPlace === null)
  const policy = createOneAtATime({ current, setAside: shelf.put })

  function remove(run: Run): void {
    runs.delete(run.runId)
    listener.removed(run)
  }

  async function launch(start: RunStart): Promise<Result<Run>> {
    await shelf.makeRoom(start.experiment)
    if (isDisposed) return fail('runEnded', 'the app is closing')
    const run = startRun(randomUUID(), start, { spawn, log: createLog(), listener })
    runs.set(run.runId, run)
    listener.started(run)
    const ready = await run.host.ready
    if (ready.ok) return succeed(run)
    await run.host.dispose()
    remove(run)
    return ready
  }

  function get(runId: string): Result<Run> {
    const run = runs.get(runId)
    return run ? succeed(run) : fail('noSuchRun', `there is no run ${runId}`)
  }

  return {
    list,
    get,
    start: (start) => policy.start(() => launch(start)),
    async shelve(runId) {
      const found = get(runId)
      if (!found.ok) return found
      const { host, shelfPlace } = found.value
      const paused = host.pause()
      if (shelfPlace === null) await shelf.put(found.value)
      return paused
    },
    async unshelve(runId) {
      const found = get(runId)
      if (!found.ok) return found
      const replaced = current().filter((run) => run !== found.value && run.state.status !== 'building')
      shelf.take(found.value)
      for (const run of replaced) {
        void run.host.pause()
        await shelf.putBelow(run)
      }
      return found
    },
    async dispose() {
      isDisposed = true
      await Promise.all(list().map(({ host }) => host.dispose()))
      await policy.settled()
    },
  }
}
