import type { Experiment } from '../../core/experiment/experiment'
import type { Bridge, EventName, RequestName } from '../../core/contract/channels'
import { eventNames, requestNames } from '../../core/contract/channels'
import type { EventOf, ReplyOf, Settings } from '../../core/contract/ipc'
import type { Observation, ViewName } from '../../core/contract/observation'
import { onlyViews } from '../../core/contract/views'
import type { Columns, TuningEvent, RunState, RunSummary, Sample } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { Result } from '../../core/experiment/result'
import { fail, succeed } from '../../core/experiment/result'

/** One update of a pretended run. */
export interface MemoryUpdate {
  readonly loss: number
  readonly gradNorm: number
}

const noTrace = fail('runEnded', 'there is no update to inspect')

type Handlers = { [N in RequestName]: (payload: never) => Result<ReplyOf<N>> }

function columnsOf(updates: readonly MemoryUpdate[], threshold: number): Columns {
  return {
    loss: Float64Array.from(updates, ({ loss }) => loss),
    gradNorm: Float64Array.from(updates, ({ gradNorm }) => gradNorm),
    gradNormClipped: Float64Array.from(updates, ({ gradNorm }) => Math.min(gradNorm, threshold)),
  }
}

/**
 * The main process, in memory: the same bridge, with runs that make the updates they are told to. Tests and
 * pictures of the window use it in place of `window.unroll`.
 */
export class MemoryHost {
  readonly bridge: Bridge
  /** Every request so far, in order. */
  readonly calls: { name: RequestName; payload: unknown }[] = []
  settings: Settings = { locale: 'en', theme: 'light', characterKeys: true }
  /** The current run. */
  current: RunSummary | null = null
  /** Number of parameters, baseline and threads of the next run. */
  nextRun = { numParameters: 1216, baseline: 1 / 6, threads: 1 }
  /**
   * What `run:inspectNext`, after a step, and `run:inspectUpdate`, under the number that was asked for, answer with;
   * null refuses both.
   */
  trace: Trace | null = null
  /** Whether `run:inspectUpdate` waits until `run:cancelInspect` ends it. */
  isSlow = false
  /** Views that the window asked for. */
  views: readonly ViewName[] = []
  /** Updates that `run:step` takes. */
  onStep: () => MemoryUpdate = () => ({ loss: 0.2, gradNorm: 0.5 })
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>()
  readonly #refusals = new Map<RequestName, Result<never>>()
  readonly #runs = new Map<string, RunSummary>()
  #log: MemoryUpdate[] = []
  #watchedFrom: number | null = null
  #nextId = 1

  constructor() {
    const handlers = this.#handlers()
    const request = Object.fromEntries(
      requestNames.map((name) => [
        name,
        (payload: unknown) => {
          this.calls.push({ name, payload })
          const refusal = this.#refusals.get(name)
          const answer = handlers[name] as (payload: unknown) => unknown
          if (name === 'run:inspectUpdate' && this.isSlow) return this.#wait()
          return Promise.resolve(structuredClone(refusal ?? answer(payload)))
        },
      ]),
    )
    const on = Object.fromEntries(
      eventNames.map((name) => [
        name,
        (listener: (payload: unknown) => void) => this.#listen(name, listener),
      ]),
    )
    this.bridge = { request, on } as Bridge
  }

  /** Sends an event to every listener. */
  emit<N extends EventName>(name: N, payload: EventOf<N>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(structuredClone(payload))
  }

  /** From now on this request fails. */
  refuse(name: RequestName, result: Result<never> = fail('internal', 'refused by the test')): void {
    this.#refusals.set(name, result)
  }

  /** Payloads of all requests of this name. */
  payloads(name: RequestName): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ payload }) => payload)
  }

  /** The current run makes these updates; a watching window gets them as one batch. */
  train(updates: readonly MemoryUpdate[], changes: Partial<RunSummary> = {}): void {
    const run = this.current
    if (!run) return
    const firstUpdate = this.#log.length
    this.#log.push(...updates)
    const state = { ...run.state, update: this.#log.length } as RunState
    this.#change({ ...run, state, ...changes })
    if (this.#watchedFrom !== null) this.#send(run, firstUpdate, updates)
  }

  /** The current run changes its state. */
  changeState(state: RunState): void {
    if (this.current) this.#change({ ...this.current, state })
  }

  showSample(sample: Sample): void {
    if (this.current) this.emit('run:sample', { runId: this.current.runId, sample })
  }

  /** What the window asked for of an observation, if anything. */
  showObservation(observation: Observation): void {
    const seen = onlyViews(observation, this.views)
    if (this.current && seen) {
      this.emit('run:observation', { runId: this.current.runId, observation: seen })
    }
  }

  #send({ runId, experiment }: RunSummary, firstUpdate: number, updates: readonly MemoryUpdate[]): void {
    const threshold = experiment.clip.mode === 'none' ? Infinity : experiment.clip.threshold
    this.emit('run:batch', { runId, firstUpdate, columns: columnsOf(updates, threshold) })
  }

  #change(run: RunSummary): RunSummary {
    this.current = run
    this.#runs.set(run.runId, run)
    this.emit('run:changed', run)
    return run
  }

  #setStatus(status: 'running' | 'paused'): Result<RunState> {
    if (!this.current) return fail('noSuchRun', 'there is no current run')
    return succeed(this.#change({ ...this.current, state: { status, update: this.#log.length } }).state)
  }

  #giveUp: () => void = () => undefined

  #wait(): Promise<Result<never>> {
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(fail('cancelled', 'given up'))
    })
  }

  #listen(name: EventName, listener: (payload: unknown) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  #start(experiment: Experiment, speed: number | null, paused: boolean): RunSummary {
    this.#log = []
    this.#watchedFrom = null
    return this.#change({
      runId: `run-${this.#nextId++}`,
      experiment,
      state: { status: paused ? 'paused' : 'running', update: 0 },
      tuningEvents: [],
      ...this.nextRun,
      msPerUpdate: null,
      clippedShare: 0,
      speed,
    })
  }

  #tune(lr: number | undefined, clipThreshold: number | undefined): TuningEvent[] {
    const run = this.current!
    const update = this.#log.length
    const events: TuningEvent[] = []
    if (lr !== undefined) {
      events.push({ update, field: 'optimizer.lr', from: run.experiment.optimizer.lr, to: lr })
    }
    if (clipThreshold !== undefined) {
      events.push({ update, field: 'clip.threshold', from: run.experiment.clip.threshold, to: clipThreshold })
    }
    this.#change({ ...run, tuningEvents: [...run.tuningEvents, ...events] })
    return events
  }

  #handlers(): Handlers {
    type Request<T> = (payload: T) => Result<never> | Result<unknown>
    const handlers: Record<RequestName, Request<never>> = {
      'app:info': () =>
        succeed({ version: '0.1.0', electron: '33', chrome: '130', node: '20', platform: 'linux' }),
      'settings:get': () => succeed(this.settings),
      'settings:set': (changes: Partial<Settings>) => {
        this.settings = { ...this.settings, ...changes }
        return succeed(this.settings)
      },
      'run:start': (start: { experiment: Experiment; speed: number | null; paused: boolean }) =>
        succeed(this.#start(start.experiment, start.speed, start.paused)),
      'run:pause': () => this.#setStatus('paused'),
      'run:resume': () => this.#setStatus('running'),
      'run:step': () => {
        this.#setStatus('paused')
        this.train([this.onStep()])
        return succeed(this.current!.state)
      },
      'run:tune': ({ tuning }: { tuning: { lr?: number; clipThreshold?: number } }) =>
        succeed(this.#tune(tuning.lr, tuning.clipThreshold)),
      'run:speed': ({ speed }: { speed: number | null }) => succeed(speed),
      'run:reset': () => {
        const answer = this.#setStatus('paused')
        this.current = null
        return answer
      },
      'run:restore': ({ runId }: { runId: string }) => {
        const run = this.#runs.get(runId)
        return run ? succeed(this.#change(run)) : fail('noSuchRun', `there is no run ${runId}`)
      },
      'run:current': () => succeed(this.current),
      'run:watch': ({ from }: { from: number }) => {
        this.#watchedFrom = from
        const run = this.current!
        const missed = this.#log.slice(from)
        if (missed.length > 0) queueMicrotask(() => this.#send(run, from, missed))
        return succeed(run)
      },
      'run:unwatch': () => succeed({}),
      'run:ack': () => succeed({}),
      'run:observe': ({ views }: { views: readonly ViewName[] }) => {
        this.views = views
        return succeed({})
      },
      'run:inspectNext': () => {
        this.#setStatus('paused')
        if (!this.trace) return noTrace
        this.train([this.onStep()])
        return succeed(this.trace)
      },
      'run:inspectUpdate': ({ update }: { update: number }) =>
        this.trace ? succeed({ ...this.trace, update }) : noTrace,
      'run:cancelInspect': () => {
        this.#giveUp()
        return succeed({})
      },
      'run:stop': () => {
        if (!this.current) return fail('noSuchRun', 'there is no current run')
        const state = { status: 'stopped', update: this.#log.length } as const
        return succeed(this.#change({ ...this.current, state }).state)
      },
    }
    return handlers as unknown as Handlers
  }
}
