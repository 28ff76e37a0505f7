import type { Sample } from '../../../core/contract/run'
import type { Run } from './run'
import type { SendEvent, Timing, Watcher } from './watcher'
import { createWatcher } from './watcher'

/** A window as the runs see it. */
export interface WindowPort {
  readonly id: number
  readonly send: SendEvent
}

/** Which window watches which run; a window watches one run at a time. */
export interface Watching {
  watch(window: WindowPort, run: Run, from: number): void
  unwatch(windowId: number, runId: string): void
  acknowledge(windowId: number, runId: string, nextUpdate: number): void
  /** The window is gone, or its page is. */
  forget(windowId: number): void
  updated(run: Run): void
  sampled(run: Run, sample: Sample): void
}

export function createWatching(timing: Timing): Watching {
  const watchers = new Map<number, { run: Run; watcher: Watcher }>()

  const of = (run: Run) => [...watchers.values()].filter((entry) => entry.run === run)

  function forget(windowId: number): void {
    const entry = watchers.get(windowId)
    if (!entry) return
    entry.watcher.dispose()
    watchers.delete(windowId)
    if (of(entry.run).length === 0) entry.run.host.setWatched(false)
  }

  return {
    watch(window, run, from) {
      forget(window.id)
      const { runId, log, summary, sample } = run
      const watcher = createWatcher({ runId, log, from, summary, send: window.send, timing })
      watchers.set(window.id, { run, watcher })
      run.host.setWatched(true)
      if (sample) watcher.sampled(sample)
      watcher.updated()
    },
    unwatch(windowId, runId) {
      if (watchers.get(windowId)?.run.runId === runId) forget(windowId)
    },
    acknowledge(windowId, runId, nextUpdate) {
      const entry = watchers.get(windowId)
      if (entry?.run.runId === runId) entry.watcher.acknowledged(nextUpdate)
    },
    forget,
    updated(run) {
      for (const { watcher } of of(run)) watcher.updated()
    },
    sampled(run, sample) {
      for (const { watcher } of of(run)) watcher.sampled(sample)
    },
  }
}
