import { randomUUID } from 'node:crypto'
import { reason } from '../../core/contract/reasons'
import type { RunState } from '../../core/contract/run'
import type { Result } from '../../core/contract/result'
import { branchProblems } from '../../core/experiment/branch'
import { experimentInForce } from '../../core/experiment/inForce'
import { describeProblems } from '../../core/experiment/problemText'
import { fail, failInWords, succeed } from '../../core/contract/result'
import type { Thread, WorkerStart } from '../worker/messages'
import type { Run, RunListener } from './run'
import { combineListeners } from './run'
import type { RunLog } from './runLog'
import type { RunStorage } from './keeping'
import { createShelf } from './shelf'
import { createStartPolicy, isGoing, isIdle } from './startPolicy'
import type { Keeping } from './keeping'
import type { RunPast, RunStart } from './startRun'
import { startRun } from './startRun'
import { createTurns } from './turns'

/**
 * The runs that a window can show, by their ids, and the only owner of their threads. As many train as may,
 * and the others wait for their turn. See `createShelf` for how many are held that are set aside.
 */
export interface RunCatalog {
  /** Every run, oldest first, also one whose network is being built. */
  list(): readonly Run[]
  get(runId: string): Result<Run>
  /**
   * Resolves once the run's network is built or the run waits for its turn, or with why the network could not
   * be built. Until then the run is in the catalog too, so that it can be stopped, and leaves it where its
   * network is never built.
   */
  start(start: RunStart): Promise<Result<Run>>
  /**
   * Starts a run, as `start` does, from where another one stood after some updates, with settings changed
   * that leave its network, its data and its optimizer as they are. Where that has to be computed first,
   * listeners hear how far it is, and it can be given up.
   */
  branch(parent: { readonly id: string; readonly update: number }, start: RunStart): Promise<Result<Run>>
  /** Gives up what is being computed for branches off a run. */
  cancelBranch(runId: string): void
  /**
   * Starts a run beside whatever else is done: it waits for its turn as others do, and no start ends or
   * replaces it. Resolves once it is here, and begins when it can.
   */
  trainAside(start: RunStart): Promise<Result<Run>>
  /** Takes in a run as it stands, at rest or watched. One that is here already is the answer. */
  open(opened: OpenedRun): Run
  /** Reads what other processes have made of a run that is here. */
  look(runId: string): Promise<void>
  /** A run that lies nowhere any more leaves the list, unless it belongs to this process. */
  forget(runId: string): Promise<void>
  /** Gives a run that waits another place among those that do; 0 is the next to begin. */
  enqueue(runId: string, place: number): void
  /** Pauses a run and sets it aside, so that no window shows it by itself. */
  shelve(runId: string): Promise<Result<RunState>>
  /** Brings it back, paused or ended as it is. Others that do not train take its place there. */
  unshelve(runId: string): Promise<Result<Run>>
  /**
   * Ends every run, or lets it rest where it is kept, and starts none any more; resolves when no training
   * thread is left.
   */
  dispose(): Promise<void>
}

/** A run that was trained before, with where it is kept. */
export interface OpenedRun {
  readonly runId: string
  readonly start: RunStart
  readonly past: RunPast
  readonly keeping: Keeping
}

export interface RunCatalogOptions {
  spawn(start: WorkerStart): Thread
  /** Of runs that are not kept. */
  createLog(): RunLog
  /** Where runs are kept. @default nowhere */
  readonly storage?: RunStorage
  /** How many may train at a time. @default 1 */
  readonly mostTraining?: number
  readonly listeners: readonly RunListener[]
}

export function createRunCatalog({
  spawn,
  createLog,
  storage,
  mostTraining = 1,
  listeners,
}: RunCatalogOptions): RunCatalog {
  const runs = new Map<string, Run>()
  const listener = combineListeners(listeners)
  const listenersOf = new WeakMap<Run, Required<RunListener>>()
  const turns = createTurns(mostTraining, (ids) => {
    for (const id of ids) {
      const run = runs.get(id)
      if (run) listener.changed(run)
    }
  })
  let isDisposed = false
  /** What is being computed for branches, by the run that they branch off. */
  const branching = new Map<AbortController, string>()
  const list = () => [...runs.values()]
  const shelf = createShelf({ all: list, remove })
  /** Runs that no start ends or replaces. */
  const aside = new WeakSet<Run>()
  const current = () => list().filter((run) => run.shelfPlace === null && !aside.has(run))
  const policy = createStartPolicy({ current, setAside: shelf.put })

  function remove(run: Run): void {
    runs.delete(run.runId)
    listenersOf.get(run)?.removed(run)
  }

  async function launch(start: RunStart): Promise<Result<Run>> {
    await shelf.makeRoom(start.experiment)
    if (isDisposed) return fail('runEnded', reason('closing'))
    const { runId, keeping } = storage?.create(start) ?? {
      runId: start.runId ?? randomUUID(),
      keeping: null,
    }
    const run = enter(runId, start, keeping)
    listenersOf.get(run)?.started(run)
    if (run.state.status === 'queued') return succeed(run)
    const ready = await run.host.ready
    if (ready.ok) return succeed(run)
    await run.host.dispose()
    await keeping?.discard()
    remove(run)
    return ready
  }

  /** Whoever records a run hears of it first. */
  function listenerOf(keeping: Keeping | null): Required<RunListener> {
    if (!keeping) return listener
    const all = combineListeners([keeping.recorder, listener])
    return {
      ...all,
      ended(run) {
        all.ended(run)
        void run.host.rest()
      },
    }
  }

  function enter(runId: string, start: RunStart, keeping: Keeping | null, past?: RunPast): Run {
    const told = listenerOf(keeping)
    const parts = { spawn, turns, keeping, log: keeping?.log ?? createLog(), listener: told }
    const run = startRun(runId, start, past ? { ...parts, past } : parts)
    runs.set(runId, run)
    listenersOf.set(run, told)
    return run
  }

  function get(runId: string): Result<Run> {
    const run = runs.get(runId)
    return run ? succeed(run) : fail('noSuchRun', reason('noRun', { id: runId }))
  }

  /** Where a run stood after some updates, unless that is given up. */
  async function checkpointOf(run: Run, update: number): Promise<Result<Uint8Array>> {
    const controller = new AbortController()
    branching.set(controller, run.runId)
    try {
      return await run.host.checkpointAt(update, {
        signal: controller.signal,
        progress: (progress) => listener.branching(run, progress),
      })
    } finally {
      branching.delete(controller)
    }
  }

  return {
    list,
    get,
    start: (start) => policy.start(() => launch(start)),
    async branch(parent, start) {
      const found = get(parent.id)
      if (!found.ok) return found
      const run = found.value
      const known = experimentInForce(run.summary())
      const problems = branchProblems(known, start.experiment, parent.update)
      if (problems.length > 0) {
        return failInWords('invalidExperiment', describeProblems({ problems, numMore: 0 }), problems)
      }
      const checkpoint = await checkpointOf(run, parent.update)
      if (!checkpoint.ok) return checkpoint
      const begun = { ...start, parent, checkpoints: [checkpoint.value] }
      return policy.start(() => launch(begun))
    },
    cancelBranch(runId) {
      for (const [controller, parentId] of branching) if (parentId === runId) controller.abort()
    },
    async trainAside(start) {
      if (isDisposed) return fail('runEnded', reason('closing'))
      const known = start.runId === undefined ? undefined : runs.get(start.runId)
      if (known) return succeed(known)
      await shelf.makeRoom(start.experiment)
      const begun = { ...start, isAside: true }
      const { runId, keeping } = storage?.create(begun) ?? {
        runId: start.runId ?? randomUUID(),
        keeping: null,
      }
      const run = enter(runId, begun, keeping)
      aside.add(run)
      listenersOf.get(run)?.started(run)
      return succeed(run)
    },
    open({ runId, start, past, keeping }) {
      const known = runs.get(runId)
      if (known) return known
      const run = enter(runId, start, keeping, past)
      listener.started(run)
      return run
    },
    async forget(runId) {
      const run = runs.get(runId)
      // What is not written yet can be, once its folder is there again.
      if (!run || isGoing(run) || run.host.isHeld) return
      // Whoever watches it hears how it stands before it is gone.
      if (run.trainedBy) await run.look()
      await run.host.dispose()
      if (runs.get(runId) === run) remove(run)
    },
    async look(runId) {
      if (!isDisposed) await runs.get(runId)?.look()
    },
    enqueue: turns.move,
    async shelve(runId) {
      const found = get(runId)
      if (!found.ok) return found
      const { host, shelfPlace } = found.value
      const paused = host.pause()
      if (shelfPlace === null) await shelf.put(found.value)
      // Whoever set it aside does not wait for that.
      void paused.then(() => host.rest())
      return paused
    },
    async unshelve(runId) {
      const found = get(runId)
      if (!found.ok) return found
      const replaced = current().filter((run) => run !== found.value && isIdle(run))
      shelf.take(found.value)
      for (const run of replaced) await shelf.putBelow(run)
      return found
    },
    async dispose() {
      isDisposed = true
      for (const controller of branching.keys()) controller.abort()
      await Promise.all(list().map(({ host }) => host.close().then(() => host.dispose())))
      await policy.settled()
    },
  }
}
