import type { ParsedRequestOf } from '../../core/contract/ipc'
import type { ViewName } from '../../core/contract/views'
import type { RunState, RunSummary } from '../../core/contract/run'
import type { Result } from '../../core/experiment/result'
import { fail, succeed } from '../../core/experiment/result'
import type { Thread, WorkerStart } from '../worker/messages'
import { isEnded } from './runHost'
import type { Run, RunObserver } from './run'
import { createRun } from './run'

/** Owns the runs. There is one at a time, current or put aside; starting another ends and drops it. */
export interface Registry {
  /** `views` are those of the window that will watch it. */
  start(request: ParsedRequestOf<'run:start'>, views: readonly ViewName[]): Promise<Result<RunSummary>>
  find(runId: string): Result<Run>
  /** Waits for the network of a run that is starting. */
  current(): Promise<RunSummary | null>
  /** Pauses a run and puts it aside. */
  reset(runId: string): Promise<Result<RunState>>
  /** Takes it back. */
  restore(runId: string): Result<RunSummary>
  /** Ends what is going on; resolves when no training thread is left. */
  dispose(): Promise<void>
}

export interface RegistryOptions {
  spawn(start: WorkerStart): Thread
  readonly observer: RunObserver
  newRunId(): string
}

export function createRegistry({ spawn, observer, newRunId }: RegistryOptions): Registry {
  let run: Run | null = null
  let isAside = false
  let isDisposed = false
  /** The thread whose network is being built, which may take minutes. */
  let building: Thread | null = null
  /** Starts follow one another: two at the same time would leave two threads. */
  let starting: Promise<unknown> = Promise.resolve()

  async function start(
    { experiment, speed, paused }: ParsedRequestOf<'run:start'>,
    views: readonly ViewName[],
  ) {
    await run?.host.stop()
    await run?.host.dispose()
    if (isDisposed) return fail('runEnded', 'the app is closing')
    const started = await createRun(
      newRunId(),
      { experiment, speed, paused, watched: false, views },
      (workerStart) => (building = spawn(workerStart)),
      observer,
    )
    building = null
    if (!started.ok) return started
    run = started.value
    isAside = false
    if (isDisposed) await run.host.dispose()
    return succeed(run.summary())
  }

  function find(runId: string): Result<Run> {
    if (run?.runId === runId) return succeed(run)
    return fail('noSuchRun', `there is no run ${runId}`)
  }

  return {
    start(request, views) {
      const started = starting.then(() => start(request, views))
      starting = started.catch(() => undefined)
      return started
    },
    find,
    async current() {
      await starting
      return run && !isAside ? run.summary() : null
    },
    async reset(runId) {
      const found = find(runId)
      if (!found.ok) return found
      isAside = true
      const { host } = found.value
      return isEnded(host.state) ? succeed(host.state) : host.pause()
    },
    restore(runId) {
      const found = find(runId)
      if (!found.ok) return found
      isAside = false
      return succeed(found.value.summary())
    },
    async dispose() {
      isDisposed = true
      await building?.terminate()
      await starting
      await run?.host.dispose()
    },
  }
}
