import type { TuningEvent, RunState, Sample, Tuning } from '../../core/contract/run'
import type { RunCommand, WorkerReport, WorkerStart } from './messages'
import type { Observer } from '../../core/diagnostics/observe'
import type { Rewind } from '../../core/replay/replayer'
import type { Tracing } from '../../core/replay/trace'
import type { EndRecord, UpdateRecord } from '../../core/train/train'
import type { Ending } from './ending'
import { createEnding } from './ending'
import { createReplay, ifSmall, SLICE_MS } from './replay'
import { createLookout } from './diagnosticsScheduler'
import { createNotes } from './checkpointer'
import { createReporter } from './reporter'
import { createPacer } from './pacer'

/** What a session needs of a trainer. */
export interface Trainable {
  readonly numParameters: number
  readonly baseline: number
  /** Each `next` makes one update. */
  readonly updates: Iterator<UpdateRecord, EndRecord, undefined>
  /** Whether the next `next` would end the run instead. */
  isOver(): boolean
  /** New values from the next update on; returns the events that this made. */
  tune(tuning: Tuning): TuningEvent[]
  sample(): Sample | null
  readonly observer: Observer
  /**
   * Begins to record the next update.
   * @throws {RangeError} if it is too large for that.
   */
  startTrace(): Tracing
  readonly rewind: Rewind
}

/** What a session needs of its thread. */
export interface Surroundings {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Calls back after everything that waits has been looked at. */
  soon(callback: () => void): void
  /** Calls back after a while; returns what takes that back. */
  later(callback: () => void, ms: number): () => void
  post(report: WorkerReport, transfer: ArrayBuffer[]): void
  /** There is nothing more to train: whatever helped with it may go. */
  rest(): void
}

export interface Session {
  receive(command: RunCommand): void
}

/** Updates are made in groups of about this long between two looks at the clock, which costs as much as a tiny layer. */
const GROUP_MS = 0.5
const MAX_GROUP = 1024
/** What does not touch the trainer; everything else ends the replay of an update of the past. */
const OUTLASTED_BY_REPLAY: readonly RunCommand['type'][] = ['observe', 'watched', 'speed']

/**
 * Trains in slices, obeys commands between them, and reports. Pause, resume, step and stop are answered with a state.
 * A run that has ended stays, idle, so that it can still be looked at and inspected.
 */
export function startSession(trainer: Trainable, start: WorkerStart, around: Surroundings): Session {
  const reporter = createReporter(trainer, start.watched, around)
  const lookout = createLookout(trainer.observer, around)
  const pacer = createPacer()
  const notes = createNotes(trainer.rewind, around)
  const replay = createReplay(trainer.rewind, around, () => {
    if (status === 'running') schedule(0)
  })
  lookout.watch(start.views)
  let speed = start.speed
  let status: 'running' | 'paused' | 'ended' = start.paused ? 'paused' : 'running'
  let updates = 0
  let ending: Ending | null = null
  /** Updates that fit into `GROUP_MS`. */
  let group = 1
  let cancelTick = (): void => undefined

  function end(state: RunState): void {
    status = 'ended'
    const { show } = (ending = createEnding(lookout, replay, state))
    // Whoever stops a run to start another one does not wait for its views.
    const isStopped = state.status === 'stopped'
    cancelTick()
    reporter.flush()
    reporter.sample()
    if (reporter.isWatched && !isStopped) show()
    around.post({ type: 'state', state }, [])
    around.rest()
    if (reporter.isWatched && isStopped) show()
  }

  /** At most `count` updates, the first of which began at `begun`. Returns when they were over. */
  function update(count: number, begun: number): number {
    let made = 0
    let last: EndRecord | undefined
    notes.before(begun)
    while (made < count && !last) {
      if (made === count - 1 && !trainer.isOver()) lookout.before()
      const next = trainer.updates.next()
      if (next.done) last = next.value
      else {
        reporter.record(next.value)
        made++
      }
    }
    const over = around.now()
    updates += made
    pacer.made(made)
    if (made > 0) {
      reporter.time((over - begun) / made)
      group = Math.max(1, Math.min(MAX_GROUP, Math.floor((GROUP_MS * made) / (over - begun))))
    }
    if (last) end(stateOf(last))
    return over
  }

  /** A run that has made its last update ends right after it, not when the next one would have been due. */
  function endIfOver(): void {
    if (status === 'ended' || !trainer.isOver()) return
    const next = trainer.updates.next()
    if (next.done) end(stateOf(next.value))
  }

  function slice(): void {
    const begun = around.now()
    let now = begun
    let due = pacer.due(now)
    while (due > 0 && now - begun < SLICE_MS) {
      // A group ends with the run, since the last update of a group can be looked at in full.
      const count = Math.min(due, group, Math.max(1, start.experiment.train.updates - updates))
      now = update(count, now)
      if (status === 'ended') return
      due -= count
      // The first update stands by itself, so that whoever looks sees it.
      if (updates === 1) break
    }
    endIfOver()
    if (status === 'ended') return
    reporter.tick(now)
    if (reporter.isWatched || updates === 1) lookout.tick(updates, waitAt(now))
    schedule(waitAt(around.now()))
  }

  function waitAt(now: number): number {
    return pacer.due(now) > 0 ? 0 : pacer.wait(now)
  }

  function schedule(wait: number): void {
    if (replay.isGoing) return
    let isCancelled = false
    const tick = () => {
      if (!isCancelled) slice()
    }
    const cancelTimer = wait > 0 ? around.later(tick, wait) : void around.soon(tick)
    cancelTick = () => {
      isCancelled = true
      cancelTimer?.()
    }
  }

  function run(): void {
    status = 'running'
    pacer.start(speed, around.now())
    schedule(0)
  }

  /** Answers a command: everything so far, then the state. */
  function answer(state: 'running' | 'paused'): void {
    reporter.flush()
    if (state === 'paused') reporter.sample()
    around.post({ type: 'state', state: { status: state, update: updates } }, [])
    if (state === 'paused') lookout.all(updates)
  }

  function pause(): void {
    status = 'paused'
    cancelTick()
  }

  /** The run waits where it stands; what is still to be told of its newest update comes first. */
  function inspectUpdate(update: number): void {
    cancelTick()
    reporter.flush()
    reporter.sample()
    if (status === 'paused') lookout.last(updates, null)
    else lookout.markSeen(updates)
    replay.begin(update, false)
  }

  const commands: { [T in RunCommand['type']]: (command: Extract<RunCommand, { type: T }>) => void } = {
    pause() {
      pause()
      answer('paused')
    },
    resume() {
      if (status === 'paused') run()
      answer('running')
    },
    step() {
      pause()
      update(1, around.now())
      endIfOver()
      if (status === 'paused') answer('paused')
    },
    inspectNext() {
      pause()
      const tracing = ifSmall(trainer.startTrace)
      if (tracing.ok) update(1, around.now())
      if (ending) return ending.inspectLast()
      around.post(
        { type: 'trace', trace: tracing.ok ? { ok: true, value: tracing.value.finish() } : tracing },
        [],
      )
      endIfOver()
      if (status === 'paused') answer('paused')
    },
    observe({ views }) {
      lookout.watch(views)
      if (status === 'paused') lookout.all(updates)
    },
    inspectUpdate: ({ update: wanted }) => inspectUpdate(wanted),
    // A recomputation has ended already.
    cancelInspect: () => undefined,
    tune({ tuning }) {
      around.post({ type: 'tuningEvents', events: trainer.tune(tuning) }, [])
    },
    speed(command) {
      speed = command.speed
      if (status !== 'running') return
      cancelTick()
      pacer.change(speed, around.now())
      schedule(pacer.wait(around.now()))
    },
    watched: ({ watched }) => reporter.setWatched(watched),
    stop: () => end({ status: 'stopped', update: updates }),
  }

  around.post({ type: 'ready', numParameters: trainer.numParameters, baseline: trainer.baseline }, [])
  if (status === 'running') run()
  return {
    receive(command) {
      if (!OUTLASTED_BY_REPLAY.includes(command.type)) replay.cancel()
      if (ending) ending.receive(command)
      else (commands[command.type] as (command: RunCommand) => void)(command)
    },
  }
}

function stateOf(record: EndRecord): RunState {
  const { status, update } = record
  if (status === 'done') return { status, update, reason: record.reason }
  if (status === 'diverged') return { status, update, divergence: record.divergence }
  return { status, update }
}
