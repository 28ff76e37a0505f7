import { EventEmitter } from 'node:events'
import type { Observation } from '../../../core/contract/observation'
import type { ViewName } from '../../../core/contract/views'
import { viewNames } from '../../../core/contract/views'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { EventName, RequestName } from '../../../core/contract/channels'
import { requests } from '../../../core/contract/ipc'
import type { Result } from '../../../core/experiment/result'
import type { RunState, RunSummary } from '../../../core/contract/run'
import type { Thread, WorkerCommand, WorkerReport, WorkerStart } from '../../worker/messages'
import { createRuns } from '../../runs/runs'
import type { WindowPort } from '../../runs/runSubscriptions'
import { createHandlers } from './handlers'
import { createRoute } from './router'

export const tooLarge = { code: 'invalidRequest' as const, message: 'too large', problems: [] }

/** An observation with these views, empty. */
export function observe(update: number, views: readonly ViewName[]): Observation {
  const empty = { layers: [], parameters: [] }
  return {
    update,
    ...Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? empty : null])),
  } as never
}
export const viewsOf = (observation: Observation) => viewNames.filter((view) => observation[view] !== null)

/** A thread that does as told and trains only when the test says so. */
export class ObedientThread extends EventEmitter implements Thread {
  updates = 0
  isAlive = true
  watched = false
  /** How often it was told to end a recomputation. */
  cancelled = 0
  views: readonly ViewName[]
  readonly start: WorkerStart
  constructor(start: WorkerStart, isBuilt = true) {
    super()
    this.start = start
    this.views = start.views
    if (isBuilt) this.report({ type: 'ready', numParameters: 7, baseline: 0.5 })
  }
  report(report: WorkerReport): void {
    queueMicrotask(() => this.isAlive && this.emit('message', report))
  }
  state(state: RunState): void {
    this.report({ type: 'state', state })
  }
  train(count: number): void {
    const column = () => new Float64Array(count).fill(1)
    const columns = { loss: column(), gradNorm: column(), gradNormClipped: column() }
    this.report({ type: 'batch', firstUpdate: this.updates, columns, msPerUpdate: 1, clippedShare: 0 })
    this.updates += count
  }
  show(observation: Observation): void {
    this.report({ type: 'observation', observation })
  }
  postMessage(command: WorkerCommand): void {
    if (command.type === 'pause') this.state({ status: 'paused', update: this.updates })
    if (command.type === 'resume') this.state({ status: 'running', update: this.updates })
    if (command.type === 'stop') this.state({ status: 'stopped', update: this.updates })
    if (command.type === 'cancelInspect') this.cancelled++
    if (command.type === 'watched') this.watched = command.watched
    if (command.type === 'observe') this.views = command.views
    if (command.type === 'inspectNext' || command.type === 'inspectUpdate') {
      this.report({ type: 'trace', trace: { ok: false, error: tooLarge } })
      if (command.type === 'inspectNext') this.state({ status: 'paused', update: this.updates })
    }
    if (command.type === 'tune') {
      const event = {
        update: this.updates,
        field: 'optimizer.lr' as const,
        from: 0.005,
        to: command.tuning.lr ?? 0,
      }
      this.report({ type: 'tuningEvents', events: [event] })
    }
    if (command.type === 'step') {
      this.train(1)
      this.state({ status: 'paused', update: this.updates })
    }
  }
  terminate(): Promise<number> {
    if (this.isAlive) this.emit('exit', 1)
    this.isAlive = false
    return Promise.resolve(1)
  }
}

/**
 * The main process without Electron: router, handlers and runs as they are, threads that obey, one window. Where `isBuilt` is
 * false no network is ever ready.
 */
export function setUp({ isBuilt = true } = {}) {
  const threads: ObedientThread[] = []
  const sent: { name: EventName; payload: unknown }[] = []
  const windowWith = (id: number): WindowPort & { observations: Observation[] } => {
    const observations: Observation[] = []
    return {
      id,
      observations,
      send(name, payload) {
        if (name === 'run:observation')
          observations.push((payload as { observation: Observation }).observation)
      },
    }
  }
  const window: WindowPort = { id: 1, send: (name, payload) => void sent.push({ name, payload }) }
  const runs = createRuns({
    spawn(start) {
      const thread = new ObedientThread(start, isBuilt)
      threads.push(thread)
      return thread
    },
    timing: { now: () => 0, later: () => () => undefined },
    broadcast: window.send,
    onActivity: () => undefined,
  })
  const some = { locale: 'en', theme: 'dark', characterKeys: true } as const
  const settings = { get: () => some, set: () => some }
  const info = { version: '0', electron: '0', chrome: '0', node: '0', platform: 'linux' }
  const handlers = createHandlers({ ...runs, settings, info })
  const request = async (name: RequestName, payload: unknown, from: WindowPort | null = window) => {
    const result = (await createRoute(name, handlers[name] as never)(from, payload)) as Result<never>
    if (result.ok) requests[name].reply.parse(result.value)
    return result
  }
  const start = async (paused = false): Promise<RunSummary> => {
    const result = await request('run:start', { experiment: defaultExperiment(), speed: null, paused })
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  return { request, start, threads, sent, runs, windowWith }
}

export const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
