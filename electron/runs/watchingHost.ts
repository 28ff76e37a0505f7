import type { Process, RunState } from '../../core/contract/run'
import { reason } from '../../core/contract/reasons'
import { fail } from '../../core/contract/result'
import type { ViewName } from '../../core/contract/views'
import type { Checkpoint, Thread, WorkerStart } from '../worker/messages'
import { checkpointAt } from './checkpointAt'
import { withPassingThread } from './passingThread'
import type { HostParts } from './restingHost'
import { createHost } from './restingHost'
import type { HostListener, RunHost, Wanted } from './runHost'
import { noListener } from './runHost'
import type { RunStart } from './startRun'
import { createTurns } from './turns'

/** How often the run is looked at, in milliseconds. */
const LOOK_MS = 500
/** Two updates are shown at least this far apart, in milliseconds. */
const SHOW_MS = 1000
/** The most of the time that showing takes, as a share. */
const SHOW_SHARE = 0.05

export interface WatchingParts {
  readonly runId: string
  readonly start: RunStart
  readonly trainedBy: Process
  /** Reads what is new of the run; whoever does that disposes of this host when the run is let go. */
  look(): Promise<void>
  /** How many updates were made, as far as is known. */
  updates(): number
  spawn(start: WorkerStart): Thread
  readonly past: HostParts['past']
  checkpoints(): Promise<readonly Checkpoint[]>
  checkpointUpTo(update: number): Promise<Checkpoint | null>
  newestCheckpoint(after: number): Promise<Checkpoint | null>
  /** `observation` is of an update that was made again. */
  readonly listener: Pick<HostListener, 'sample' | 'observation' | 'recomputed' | 'recomputing'>
  readonly wanted: Wanted
}

export interface WatchingHost extends RunHost {
  /** Who trains the run. */
  readonly trainedBy: Process
  /** Updates were taken back: what was made of them is void. */
  cut(): void
}

/**
 * The host of a run that another process trains. It takes no command, and writes nothing. An update that was
 * made is opened in a thread of its own, from the run's checkpoints; what windows show of the newest update
 * is that of the newest checkpoint, a step further.
 */
export function createWatchingHost(parts: WatchingParts): WatchingHost {
  const { runId, start, trainedBy, spawn, listener } = parts
  const { pid, host: machine } = trainedBy
  const refused = fail('inUse', reason('runTrainedBy', { pid: String(pid), host: machine }))
  const refuse = () => Promise.resolve(refused)
  let { views, isWatched } = parts.wanted
  /** Recomputes updates that were made before it was. */
  let reader: RunHost | null = null
  /** After how many updates the checkpoint was taken that was shown last, and which views of it were. */
  let shown: { readonly update: number; readonly views: readonly ViewName[] } | null = null
  let isShowing = false
  let showAt = 0
  let isGone = false
  let timer: NodeJS.Timeout | undefined

  const state = (): RunState => ({ status: 'running', update: parts.updates() })

  function createReader(): RunHost {
    return createHost({
      ...{ runId, start, spawn, past: parts.past },
      listener: { ...noListener, recomputed: listener.recomputed, recomputing: listener.recomputing },
      turns: createTurns(1, () => undefined),
      keeping: {
        hold: refuse,
        release: () => Promise.resolve(true),
        trouble: null,
        giveUp: () => undefined,
        cut: refuse,
        checkpoints: parts.checkpoints,
        checkpointUpTo: parts.checkpointUpTo,
      },
      lacks: () => false,
      resting: { status: 'paused', update: parts.updates() },
    })
  }

  /** A reader that knows so many updates. */
  function readerOf(updates: number): RunHost {
    if (reader && updates <= reader.state.update) return reader
    void reader?.dispose()
    reader = createReader()
    return reader
  }

  function dropReader(): Promise<void> {
    const last = reader
    reader = null
    return last?.dispose() ?? Promise.resolve()
  }

  const isShown = (wanted: readonly ViewName[]) => wanted.every((view) => shown?.views.includes(view))

  async function show(): Promise<void> {
    if (isShowing || isGone || !isWatched || performance.now() < showAt) return
    isShowing = true
    const begun = performance.now()
    const wanted = views
    let pause = SHOW_MS
    try {
      const known = isShown(wanted) ? (shown?.update ?? -1) : -1
      const newest = await parts.newestCheckpoint(known)
      // The update behind it is made again, so it must have been made.
      if (newest && newest.update < parts.updates()) {
        await showBehind(newest, wanted)
        pause = Math.max(SHOW_MS, (performance.now() - begun) / SHOW_SHARE)
      }
    } finally {
      // What was asked for meanwhile is shown at the next look.
      showAt = views === wanted || isShown(views) ? performance.now() + pause : 0
      isShowing = false
    }
  }

  async function showBehind({ update, bytes }: Checkpoint, wanted: readonly ViewName[]): Promise<void> {
    const begun = { ...start, ...parts.past(), views: wanted, watched: true }
    await withPassingThread(
      { ...begun, checkpoints: [bytes], until: update + 1 },
      spawn,
      async (thread) => {
        if (!(await thread.ready).ok) return
        await thread.pause()
        // Its views come behind the first answer, and before the second.
        await thread.pause()
      },
      {
        sample: (sample) => !isGone && listener.sample(sample),
        observation: (observation) => !isGone && listener.observation(observation),
      },
    )
    shown = { update, views: wanted }
  }

  function lookSoon(): void {
    timer = setTimeout(() => {
      void parts.look().finally(() => {
        if (isGone) return
        void show()
        lookSoon()
      })
    }, LOOK_MS)
    timer.unref()
  }

  async function dispose(): Promise<void> {
    isGone = true
    clearTimeout(timer)
    await dropReader()
  }

  lookSoon()

  return {
    get state() {
      return state()
    },
    ready: Promise.resolve(fail('runEnded', reason('builtElsewhere'))),
    get wanted() {
      return { views, isWatched }
    },
    isHeld: false,
    get hasThread() {
      return isShowing || (reader?.hasThread ?? false)
    },
    trainedBy,
    cut() {
      shown = null
      void dropReader()
    },
    pause: refuse,
    resume: refuse,
    step: refuse,
    stepBack: refuse,
    inspectNext: refuse,
    tune: refuse,
    checkpoint: refuse,
    write: refuse,
    inspectUpdate: (update) => readerOf(update + 1).inspectUpdate(update),
    recompute: (wanted, updates, withinMs) =>
      readerOf(Math.max(...updates) + 1).recompute(wanted, updates, withinMs),
    checkpointAt(update, waiter) {
      const source = { start, made: parts.updates(), past: parts.past(), spawn }
      return checkpointAt(update, { ...source, checkpointUpTo: parts.checkpointUpTo }, waiter)
    },
    cancelInspect: () => reader?.cancelInspect(),
    observe(wanted) {
      views = wanted
      if (!isShown(wanted)) showAt = 0
      void show()
    },
    setSpeed: () => undefined,
    setWatched(wanted) {
      isWatched = wanted
      void show()
    },
    stop: () => Promise.resolve(state()),
    rest: dropReader,
    close: () => Promise.resolve(),
    async leave() {
      await dispose()
      return true
    },
    dispose,
  }
}
