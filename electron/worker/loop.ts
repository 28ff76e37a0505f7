import { NUM_FIRST_RECORDED } from '../../core/contract/views'
import type { EndRecord, UpdateRecord } from '../../core/train/train'
import type { Environment } from './environment'
import { SLICE_MS } from './environment'
import type { InStep } from './inStep'
import { allowedInStep, leaveStep, tellStep } from './inStep'
import { createPacer } from './pacer'
import type { Training } from './training'

/**
 * Updates are made in groups of about this long between two looks at the clock, which costs as much as a tiny
 * layer.
 */
const GROUP_MS = 0.5
const MAX_GROUP = 1024

/** Hears what the loop does, as it does it. */
export interface LoopListener {
  /** A group of updates begins. */
  groupBegins(now: number): void
  /** The last update of a group begins: when it is made, there may be time to observe it. */
  lastOfGroupBegins(): void
  updateMade(record: UpdateRecord): void
  /**
   * A group is made; its updates took so long on average. It ends with every update after which the network is
   * evaluated, or makes something by itself.
   */
  groupMade(msPerUpdate: number): void
  /** A slice is over; the next one comes after `idle` milliseconds. */
  sliceMade(now: number, idle: number): void
  /** There was no further update to make, or it failed. */
  ended(record: EndRecord): void
}

/**
 * Makes the updates of a run: at full speed or at a set one, in slices between which messages are received.
 */
export interface Loop {
  /** How many updates were made. */
  readonly updates: number
  /** Makes updates from now on, the first one at once. */
  start(): void
  stop(): void
  /** Goes on after a `stop` as if that had not been: the next update is due when it would have been. */
  continue(): void
  /** In updates a second; null is as fast as possible. */
  setSpeed(speed: number | null): void
  /** Makes one update. Returns whether it was made: it is not where it fails, which ends the run. */
  step(): boolean
  /** Ends a run that has made its last update, rather than when the next one would have been due. */
  endIfOver(): void
}

export interface LoopOptions {
  readonly speed: number | null
  /** The most updates that the run can have. */
  readonly maxUpdates: number
  /** The run that this one trains in step with. @default none */
  readonly inStep?: InStep
}

export function createLoop(
  training: Pick<Training, 'updates' | 'isOver' | 'progress' | 'evaluateEvery' | 'outputs'>,
  options: LoopOptions,
  env: Environment,
  listener: LoopListener,
): Loop {
  const pacer = createPacer()
  const { evaluateEvery: every, outputs } = training
  const { inStep } = options
  let { speed } = options
  let updates = training.progress.update
  /** How many updates fit into `GROUP_MS`. */
  let groupSize = 1
  let hasEnded = false
  /** Cancels the next slice; null while the loop stands still. */
  let cancelSlice: (() => void) | null = null

  function end(record: EndRecord): void {
    hasEnded = true
    if (inStep) leaveStep(inStep)
    listener.ended(record)
  }

  /**
   * Makes at most `count` updates, the first of which begins now, at `begun`. Returns the time when they were
   * over.
   */
  function makeGroup(count: number, begun: number): number {
    let made = 0
    let last: EndRecord | null = null
    listener.groupBegins(begun)
    while (made < count && !last) {
      if (made === count - 1 && !training.isOver()) listener.lastOfGroupBegins()
      const next = training.updates.next()
      if (next.done) last = next.value
      else {
        listener.updateMade(next.value)
        made++
      }
    }
    const over = env.now()
    updates += made
    pacer.made(made)
    if (made > 0) {
      listener.groupMade((over - begun) / made)
      groupSize = Math.max(1, Math.min(MAX_GROUP, Math.floor((GROUP_MS * made) / (over - begun))))
    }
    if (last) end(last)
    return over
  }

  function endIfOver(): void {
    if (!training.isOver()) return
    const next = training.updates.next()
    if (next.done) end(next.value)
  }

  function makeSlice(): void {
    const begun = env.now()
    let now = begun
    let due = pacer.due(now)
    while (due > 0 && now - begun < SLICE_MS) {
      const ahead = inStep ? allowedInStep(inStep, updates) : Infinity
      if (ahead === 0) break
      if (inStep) now = env.now()
      // A group ends with the run, since the last update of a group can be observed in full.
      const most = updates < NUM_FIRST_RECORDED ? 1 : groupSize
      // And with an update after which the network is evaluated, or makes something by itself.
      const toEvaluation = every === null ? Infinity : every - (updates % every)
      const toBreak = Math.min(toEvaluation, outputs.until(updates))
      const count = Math.min(due, ahead, most, toBreak, Math.max(1, options.maxUpdates - updates))
      now = makeGroup(count, now)
      if (hasEnded) return
      if (inStep) tellStep(inStep, updates)
      due -= count
      // What comes then is no part of an update's time.
      if (count === toBreak) break
      // Each of the first updates stands by itself, so that it can be observed.
      if (updates <= NUM_FIRST_RECORDED) break
    }
    endIfOver()
    if (hasEnded) return
    listener.sliceMade(now, pacer.wait(now))
    schedule(pacer.wait(env.now()))
  }

  function schedule(idle: number): void {
    let isCancelled = false
    if (inStep) tellStep(inStep, updates)
    const slice = () => {
      if (!isCancelled) makeSlice()
    }
    const cancelTimer = idle > 0 ? env.setTimer(slice, idle) : void env.defer(slice)
    cancelSlice = () => {
      isCancelled = true
      cancelTimer?.()
    }
  }

  function stop(): void {
    cancelSlice?.()
    cancelSlice = null
    if (inStep) leaveStep(inStep)
  }

  return {
    get updates() {
      return updates
    },
    start() {
      pacer.start(speed, env.now())
      schedule(0)
    },
    stop,
    continue: () => schedule(0),
    setSpeed(wanted) {
      speed = wanted
      pacer.change(speed, env.now())
      if (cancelSlice === null) return
      stop()
      schedule(pacer.wait(env.now()))
    },
    step() {
      const before = updates
      makeGroup(1, env.now())
      return updates > before
    },
    endIfOver,
  }
}
