import type { RunState, Sample, Tuning } from '../../core/contract/run'
import type { WorkerCommand, WorkerReport, WorkerStart } from '../../core/contract/worker'
import { createReporter } from './reporter'
import { createPacer } from './pacer'

/** What a session needs of a trainer. */
export interface Trainable {
  readonly numParameters: number
  readonly baseline: number
  /** Makes one update, with new values from it on if there are any. */
  update(tuning: Tuning | undefined): UpdateRecord | EndRecord
  sample(): Sample | null
}

export interface UpdateRecord {
  readonly type: 'update'
  readonly loss: number
  readonly gradNorm: number
  readonly gradNormClipped: number
  readonly clipped: boolean
}

export interface EndRecord {
  readonly type: 'end'
  readonly state: RunState
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
  /** Lets the thread end. */
  close(): void
}

export interface Session {
  receive(command: WorkerCommand): void
}

/** The longest that a thread trains without looking at its messages. */
const SLICE_MS = 8

/** Trains in slices, obeys commands between them, and reports. Pause, resume, step and stop are answered with a state. */
export function startSession(trainer: Trainable, start: WorkerStart, around: Surroundings): Session {
  const { experiment } = start
  const values = { lr: experiment.optimizer.lr, clipThreshold: experiment.clip.threshold }
  const reporter = createReporter(trainer, start.watched, around)
  const pacer = createPacer()
  let speed = start.speed
  let status: 'running' | 'paused' | 'ended' = start.paused ? 'paused' : 'running'
  let updates = 0
  let pendingTuning: Tuning | undefined
  let cancelTick = () => {}

  function end(state: RunState): void {
    status = 'ended'
    cancelTick()
    reporter.flush()
    reporter.sample()
    around.post({ type: 'state', state }, [])
    around.close()
  }

  /** One update that began at `begun`. Returns when it was over. */
  function update(begun: number): number {
    const tuning = pendingTuning
    pendingTuning = undefined
    const record = trainer.update(tuning)
    const over = around.now()
    if (record.type === 'end') {
      end(record.state)
      return over
    }
    updates++
    pacer.made()
    reporter.record(record, over - begun)
    return over
  }

  function slice(): void {
    const begun = around.now()
    let now = begun
    for (let due = pacer.due(now); due > 0 && now - begun < SLICE_MS; due--) {
      now = update(now)
      if (status === 'ended') return
    }
    reporter.tick(now)
    const wait = pacer.due(now) > 0 ? 0 : pacer.wait(now)
    schedule(wait)
  }

  function schedule(wait: number): void {
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
  }

  function pause(): void {
    status = 'paused'
    cancelTick()
  }

  function tune(tuning: Tuning): void {
    const marks = []
    const { lr, clipThreshold } = { ...values, ...withoutUndefined(tuning) }
    if (lr !== values.lr) {
      marks.push({ update: updates, field: 'optimizer.lr' as const, from: values.lr, to: lr })
    }
    if (clipThreshold !== values.clipThreshold) {
      const from = values.clipThreshold
      marks.push({ update: updates, field: 'clip.threshold' as const, from, to: clipThreshold })
    }
    Object.assign(values, { lr, clipThreshold })
    pendingTuning = { lr, clipThreshold }
    around.post({ type: 'marks', marks }, [])
  }

  const commands: { [T in WorkerCommand['type']]: (command: Extract<WorkerCommand, { type: T }>) => void } = {
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
      update(around.now())
      if (status === 'paused') answer('paused')
    },
    tune: ({ tuning }) => tune(tuning),
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
      if (status !== 'ended') (commands[command.type] as (command: WorkerCommand) => void)(command)
    },
  }
}

function withoutUndefined(tuning: Tuning): Partial<Record<keyof Tuning, number>> {
  return Object.fromEntries(Object.entries(tuning).filter(([, value]) => value !== undefined))
}
