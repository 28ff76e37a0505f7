import { failureOf } from '../../core/contract/result'
import { reason } from '../../core/contract/reasons'
import { EventEmitter } from 'node:events'
import type { Observation } from '../../core/contract/observation'
import type { RunState } from '../../core/contract/run'
import type { ViewName } from '../../core/contract/views'
import { observationOf } from './observation.testing'
import type { Thread, WorkerCommand, WorkerReport, WorkerStart } from '../worker/messages'

export const tooLarge = failureOf('invalidRequest', reason('updateTooLarge', { numbers: 2e7, most: 1e7 }))

/**
 * A thread that obeys its commands at once and trains only when the test says so. The loss of an update is
 * its number.
 */
export class ObedientThread extends EventEmitter implements Thread {
  readonly commands: WorkerCommand['type'][] = []
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
    if (isBuilt) this.report({ type: 'ready', numParameters: 7, baseline: 0.5, update: 0 })
  }
  report(report: WorkerReport): void {
    queueMicrotask(() => this.isAlive && this.emit('message', report))
  }
  state(state: RunState): void {
    this.report({ type: 'state', state })
  }
  train(count: number): void {
    const loss = Float64Array.from({ length: count }, (_, i) => this.updates + i)
    const columns = { loss, gradNorm: loss.slice(), gradNormClipped: loss.slice(), lr: loss.slice() }
    this.report({ type: 'batch', firstUpdate: this.updates, columns, msPerUpdate: 1 })
    this.updates += count
  }
  show(observation: Observation): void {
    this.report({ type: 'observation', observation })
  }
  postMessage(command: WorkerCommand): void {
    this.commands.push(command.type)
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
    if (command.type === 'recompute') {
      const { updates, views } = command
      for (const update of updates)
        this.report({ type: 'recomputed', observation: observationOf(update, views) })
      this.report({ type: 'recomputation', updates: { ok: true, value: updates } })
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

/** Resolves when everything that was reported has been received. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
