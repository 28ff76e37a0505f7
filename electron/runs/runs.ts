import { randomUUID } from 'node:crypto'
import type { RunSummary } from '../../core/contract/run'
import type { Registry, RegistryOptions } from './registry'
import { createRegistry } from './registry'
import type { SendEvent, Timing } from './runStream'
import type { Watching } from './runSubscriptions'
import { createWatching } from './runSubscriptions'

export interface RunsOptions {
  readonly spawn: RegistryOptions['spawn']
  readonly timing: Timing
  /** Sends to every window. */
  readonly broadcast: SendEvent
  /** Hears of every batch and every change of state: for the task bar and the power saver. */
  onActivity(summary: RunSummary): void
}

export interface Runs {
  readonly registry: Registry
  readonly watching: Watching
}

/** The registry of runs, joined to the windows that watch them. */
export function createRuns({ spawn, timing, broadcast, onActivity }: RunsOptions): Runs {
  const watching = createWatching(timing)
  const registry = createRegistry({
    spawn,
    newRunId: randomUUID,
    observer: {
      updated(run) {
        watching.updated(run)
        onActivity(run.summary())
      },
      changed(run) {
        const summary = run.summary()
        broadcast('run:changed', summary)
        onActivity(summary)
      },
      sampled: watching.sampled,
      observed: watching.observed,
    },
  })
  return { registry, watching }
}
