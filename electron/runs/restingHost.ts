import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { RunState } from '../../core/contract/run'
import type { ViewName } from '../../core/contract/views'
import type { Result } from '../../core/contract/result'
import { fail, succeed } from '../../core/contract/result'
import type { Checkpoint, Thread, WorkerStart } from '../worker/messages'
import { createHolding } from './holding'
import type { PausedBy } from './keeping'
import { checkpointAt } from './checkpointAt'
import { filesUpTo } from './passingThread'
import type { HostListener, ReportOf, RunHost, ThreadHost, Wanted } from './runHost'
import { failEnded, isEnded, startHost } from './runHost'
import type { RunStart } from './startRun'
import type { Turns } from './turns'

/** What becomes of a run's thread when nothing is asked of it any more. */
const IDLE_MS = 20_000

/** What a host needs to know of its run. */
export interface HostParts {
  readonly runId: string
  readonly start: RunStart
  readonly listener: HostListener
  spawn(start: WorkerStart): Thread
  readonly turns: Turns
  /** Null where nothing is kept of the run: it holds its thread. */
  readonly keeping: {
    hold(): Promise<Result<null>>
    release(by: PausedBy): Promise<boolean>
    cut(update: number): Promise<Result<null>>
    readonly trouble: Reason | null
    giveUp(): void
    checkpoints(): Promise<readonly Checkpoint[]>
    checkpointUpTo(update: number): Promise<Checkpoint | null>
  } | null
  /** What the run has done so far, for a thread that begins where others have left it. */
  past(): Pick<WorkerStart, 'tuningEvents' | 'msPerUpdate'>
  /**
   * Whether something is missing of what a window shows of the newest update: its sample, or one of these
   * views.
   */
  lacks(views: readonly ViewName[]): boolean
  /** How a run stands that rests, where it is not started now. */
  readonly resting: RunState | null
  /** @default the views that it is started with, and nobody watches */
  readonly wanted?: Wanted
}

/** The update that a run has ended with: the last that was made, or the one in which it diverged. */
const lastUpdateOf = (state: RunState) =>
  state.status === 'diverged' ? state.divergence.update : Math.max(0, state.update - 1)

/** How long a closing app waits for an update in hand. */
const CLOSING_PATIENCE_MS = 2000

function inTime(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, CLOSING_PATIENCE_MS))])
}

const isFinal = ({ status }: RunState) => status === 'done' || status === 'diverged' || status === 'failed'

/**
 * The host of a run that trains when it is its turn, and can rest. At rest it has no thread and belongs to no
 * process; a thread is made again, from the run's checkpoints, when something is asked of it that needs one.
 */
export function createHost(parts: HostParts): RunHost {
  const { runId, start, listener, turns, keeping } = parts
  const first = start.parent?.update ?? 0
  let state: RunState = parts.resting ?? { status: 'building', update: first }
  let thread: ThreadHost | null = null
  let waking: Promise<Result<ThreadHost>> | null = null
  /** The thread that is being made. */
  let inMaking: ThreadHost | null = null
  const holding = createHolding(keeping, parts.resting === null)
  let { views, isWatched } = parts.wanted ?? { views: start.views, isWatched: false }
  let { speed } = start
  /** Requests that the thread has not answered. */
  let numAsked = 0
  let isLeft = false
  /** Whether nothing is asked of the run any more: it makes no thread then. */
  let isOver = false
  /** Whether the listener knows that its network can be built. */
  let isBuilt = parts.resting !== null
  let idle: NodeJS.Timeout | undefined
  let resolveReady = (_: Result<ReportOf<'ready'>>): void => undefined
  const ready = new Promise<Result<ReportOf<'ready'>>>((resolve) => (resolveReady = resolve))

  const ended = () => failEnded(state)

  function become(next: RunState): void {
    const wasEnded = isEnded(state)
    state = next
    if (next.status === 'running') turns.claim(runId)
    if (next.status !== 'running' && next.status !== 'building' && next.status !== 'queued') turns.give(runId)
    if (!wasEnded || !isEnded(next)) listener.state(next)
  }

  /** A thread of the run's own, from its first update on or from where others have left it. */
  function startThread(begun: Partial<WorkerStart>): ThreadHost {
    const isOurs = () => thread === inner
    const inner: ThreadHost = startHost(
      { ...start, ...begun, ...{ views, watched: isWatched, speed } },
      {
        ready(report) {
          if (state.status === 'building') state = inner.state
          if (!isBuilt) listener.ready(report)
          isBuilt = true
        },
        threads: (count) => isOurs() && listener.threads(count),
        catchingUp: listener.catchingUp,
        batch(report) {
          if (!isOurs() || isEnded(state)) return
          state = { ...state, update: report.firstUpdate + report.columns.loss.length }
          listener.batch(report)
        },
        sample: listener.sample,
        observation: listener.observation,
        recomputed: listener.recomputed,
        recomputing: listener.recomputing,
        tuningEvents: listener.tuningEvents,
        state(reported) {
          // A thread that shows what an ended run made stands there paused.
          if (!isOurs() || isEnded(state)) return
          become(reported)
        },
      },
      parts.spawn,
    )
    return inner
  }

  function begin(): void {
    if (state.status === 'queued') become({ status: 'building', update: first })
    thread = startThread({})
    void thread.ready.then(resolveReady)
  }

  /** The run's thread, made where there is none; with the newest passes in it where views need them. */
  function wake(needsPasses = false): Promise<Result<ThreadHost>> {
    clearTimeout(idle)
    if (thread) return Promise.resolve(succeed(thread))
    if (!keeping || state.status === 'failed') return Promise.resolve(ended())
    return (waking ??= makeThread(keeping, needsPasses).finally(() => (waking = null)))
  }

  /** What a new thread would take to make the updates behind the newest checkpoint again. */
  async function wakingMs(): Promise<number> {
    const files = keeping ? await keeping.checkpoints() : []
    const from = files.findLast((each) => each.update <= state.update)?.update ?? first
    return (state.update - from) * (parts.past().msPerUpdate ?? 0)
  }

  async function makeThread(
    kept: NonNullable<HostParts['keeping']>,
    needsPasses: boolean,
  ): Promise<Result<ThreadHost>> {
    const { update } = state
    const last = needsPasses ? update - 1 : update
    const files = filesUpTo(Math.max(first, last), await kept.checkpoints())
    if (first > 0 && files.length === 0) {
      return fail('unreadableFile', reason('branchPointLost', { first }))
    }
    if (isOver) return ended()
    const inner = startThread({ ...parts.past(), checkpoints: files, until: update, paused: true })
    inMaking = inner
    const built = await inner.ready
    inMaking = null
    if (!built.ok) return built
    // The update that the run diverged in fails again, and can then be opened.
    if (state.status === 'diverged') await inner.step()
    thread = inner
    return succeed(inner)
  }

  /** Gives up a thread that is being made, which may have very many updates to make again, for good. */
  async function stopMaking(): Promise<void> {
    isOver = true
    await inMaking?.dispose()
    await waking
  }

  async function endThread(): Promise<void> {
    await stopMaking()
    const last = thread
    thread = null
    await last?.dispose()
  }

  /** Asks something of the thread, which then rests again in a while. */
  async function ask<T>(request: (inner: ThreadHost) => Promise<Result<T>>): Promise<Result<T>> {
    const wasAtRest = thread === null
    numAsked++
    try {
      const woken = thread ? succeed(thread) : await wake()
      const answer = woken.ok ? await request(woken.value) : woken
      return isLeft ? fail('cancelled', reason('nowElsewhere')) : answer
    } finally {
      numAsked--
      if (wasAtRest || idle) restSoon()
    }
  }

  /** Shows of the newest update what its windows lack. */
  async function showAgain(): Promise<void> {
    const woken = await wake(true)
    if (woken.ok && !isGoing()) await woken.value.pause()
    restSoon()
  }

  function restSoon(): void {
    clearTimeout(idle)
    idle = setTimeout(() => void rest(), IDLE_MS)
    idle.unref()
  }

  const isGoing = () => state.status === 'running' || state.status === 'building' || state.status === 'queued'

  async function rest(by: PausedBy = 'person'): Promise<void> {
    if (!keeping || isGoing()) return
    await holding.letGo(by)
    if (isGoing() || numAsked > 0 || holding.isHeld) return
    clearTimeout(idle)
    idle = undefined
    const resting = thread
    thread = null
    await resting?.dispose()
  }

  /** Lets a run that does not train make updates: takes it over and wakes it. */
  async function goOn<T>(request: (inner: ThreadHost) => Promise<Result<T>>): Promise<Result<T>> {
    if (keeping?.trouble) return fail('inUse', keeping.trouble)
    if (thread && holding.isHeld) return request(thread)
    const held = await holding.hold()
    if (!held.ok) return held
    return ask(request)
  }

  /** Trains on when it is its turn; resolves at once where it has to wait for that. */
  function resumeInTurn(): Promise<Result<RunState>> {
    return new Promise((resolve) => {
      turns.take(runId, () => {
        const going = goOn((inner) => inner.resume())
        void going.then((resumed) => {
          if (!resumed.ok) turns.give(runId)
          if (!resumed.ok && state.status === 'queued') become({ status: 'paused', update: state.update })
          resolve(resumed)
        })
      })
      const place = turns.placeOf(runId)
      if (place === null) return
      become({ status: 'queued', update: state.update, place })
      resolve(succeed(state))
    })
  }

  async function resumeResting(): Promise<Result<RunState>> {
    if (isFinal(state) || (state.status === 'stopped' && !keeping)) return ended()
    if (state.status === 'queued') return succeed(state)
    if (state.status === 'stopped') {
      await rest()
      become({ status: 'paused', update: state.update })
    }
    return resumeInTurn()
  }

  if (parts.resting) resolveReady(fail('runEnded', reason('resting')))
  else if (start.paused) begin()
  else {
    turns.take(runId, begin)
    const place = turns.placeOf(runId)
    if (place !== null) state = { status: 'queued', update: first, place }
  }

  const host: RunHost = {
    get state() {
      const place = state.status === 'queued' ? turns.placeOf(runId) : null
      return state.status === 'queued' && place !== null ? { ...state, place } : state
    },
    ready,
    get wanted() {
      return { views, isWatched }
    },
    get isHeld() {
      return holding.isHeld
    },
    get hasThread() {
      return thread !== null || waking !== null
    },
    async pause() {
      if (state.status === 'queued') {
        turns.give(runId)
        become({ status: 'paused', update: state.update })
      }
      return thread && !isEnded(state) ? thread.pause() : succeed(state)
    },
    resume() {
      // It may have been told to pause, and not have answered yet.
      if (thread && isGoing() && state.status !== 'queued') return thread.resume()
      return resumeResting()
    },
    step() {
      if (isEnded(state)) return Promise.resolve(ended())
      return goOn((inner) => inner.step())
    },
    async stepBack() {
      // A thread that is being made would stand behind what is taken back.
      await waking
      const update = state.update - 1
      if (state.status === 'failed') return ended()
      if (isGoing()) return fail('invalidRequest', reason('trainsNow'))
      if (update < first) return fail('invalidRequest', reason('nothingToTakeBack'))
      if (keeping?.trouble) return fail('inUse', keeping.trouble)
      await holding.letGo('person')
      if (!keeping || holding.isHeld) {
        return fail('invalidRequest', reason('notKeptNoStepBack'))
      }
      const cut = await keeping.cut(update)
      if (!cut.ok) return cut
      const last = thread
      thread = null
      // Before anything is waited for: whoever hears of the cut asks for what the run shows now.
      become({ status: 'paused', update })
      await last?.dispose()
      if (isWatched) await showAgain()
      return succeed(state)
    },
    inspectNext() {
      if (isEnded(state)) return ask((inner) => inner.inspectUpdate(lastUpdateOf(state)))
      return goOn((inner) => inner.inspectNext())
    },
    inspectUpdate: (update) => ask((inner) => inner.inspectUpdate(update)),
    async recompute(wanted, updates, withinMs) {
      const isTooLong = !thread && withinMs !== undefined && (await wakingMs()) > withinMs
      if (isTooLong) return fail('cancelled', reason('threadTooLong'))
      return ask((inner) => inner.recompute(wanted, updates, withinMs))
    },
    write: (writing) => ask((inner) => inner.write(writing)),
    cancelInspect() {
      thread?.cancelInspect()
      // Whoever waits for a thread hears that it is given up.
      void inMaking?.dispose()
    },
    observe(wanted) {
      views = wanted
      if (thread) thread.observe(wanted)
      else if (isWatched && state.update > first && parts.lacks(wanted)) void showAgain()
    },
    tune(tuning) {
      if (isEnded(state)) return Promise.resolve(ended())
      return goOn((inner) => inner.tune(tuning))
    },
    async checkpointAt(update, waiter) {
      if (!keeping) return fail('invalidRequest', reason('notKept'))
      const { checkpointUpTo } = keeping
      const source = { start, made: state.update, past: parts.past(), checkpointUpTo, spawn: parts.spawn }
      return checkpointAt(update, source, waiter)
    },
    checkpoint: () => thread?.checkpoint() ?? Promise.resolve(ended()),
    setSpeed(wanted) {
      speed = wanted
      thread?.setSpeed(wanted)
    },
    setWatched(wanted) {
      isWatched = wanted
      thread?.setWatched(wanted)
    },
    async stop() {
      if (isEnded(state)) return state
      if (thread && holding.isHeld) return thread.stop()
      const held = await holding.hold()
      if (held.ok) become({ status: 'stopped', update: state.update })
      return state
    },
    async leave() {
      if (!(await holding.leave())) return false
      isLeft = true
      clearTimeout(idle)
      turns.give(runId)
      await endThread()
      return true
    },
    rest,
    async close() {
      if (!keeping) return
      const by = isGoing() ? 'closing' : 'person'
      if (keeping.trouble) keeping.giveUp()
      if (state.status !== 'building') await inTime(host.pause())
      await inTime(rest(by))
      // The update in hand takes longer than anyone waits: it is made again.
      await endThread()
      keeping.giveUp()
      await holding.letGo(by)
    },
    async dispose() {
      clearTimeout(idle)
      turns.give(runId)
      await stopMaking()
      const last = thread
      if (!isEnded(state) && last === null && holding.isHeld)
        become({ status: 'stopped', update: state.update })
      await last?.dispose()
    },
  }
  return host
}
