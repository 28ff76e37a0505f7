import type { Observation, ViewName } from '../../core/contract/observation'
import { onlyViews, viewNames } from '../../core/contract/views'
import type { Sample } from '../../core/contract/run'
import type { Run } from './run'
import type { SendEvent, Timing, Watcher } from './runStream'
import { createWatcher } from './runStream'

/** A window as the runs see it. */
export interface WindowPort {
  readonly id: number
  readonly send: SendEvent
}

/** Which window watches which run, and which views it shows; a window watches one run at a time. */
export interface Watching {
  watch(window: WindowPort, run: Run, from: number): void
  unwatch(windowId: number, runId: string): void
  acknowledge(windowId: number, runId: string, nextUpdate: number): void
  /** What the window shows from now on, of whichever run it watches. */
  observe(windowId: number, views: readonly ViewName[]): void
  viewsOf(windowId: number): readonly ViewName[]
  /** The window is gone, or its page is. */
  forget(windowId: number): void
  updated(run: Run): void
  sampled(run: Run, sample: Sample): void
  observed(run: Run, observation: Observation): void
}

export function createWatching(timing: Timing): Watching {
  const watchers = new Map<number, { run: Run; watcher: Watcher }>()
  const looks = new Map<number, readonly ViewName[]>()

  const of = (run: Run) => [...watchers].filter(([, entry]) => entry.run === run)

  const viewsOf = (windowId: number): readonly ViewName[] => looks.get(windowId) ?? []

  /** Tells the thread what is looked at by any window. */
  function tell(run: Run): void {
    const shown = of(run).flatMap(([windowId]) => viewsOf(windowId))
    run.host.observe(viewNames.filter((view) => shown.includes(view)))
  }

  function deliver(windowId: number, observation: Observation, views: readonly ViewName[]): void {
    const seen = onlyViews(observation, views)
    if (seen) watchers.get(windowId)?.watcher.observed(seen)
  }

  /** What is known already of some views. */
  const knownOf = ({ observations }: Run, views: readonly ViewName[]): Observation[] =>
    observations.flatMap((observation) => onlyViews(observation, views) ?? [])

  function endWatch(windowId: number): void {
    const entry = watchers.get(windowId)
    if (!entry) return
    entry.watcher.dispose()
    watchers.delete(windowId)
    if (of(entry.run).length === 0) entry.run.host.setWatched(false)
    tell(entry.run)
  }

  function forget(windowId: number): void {
    const run = watchers.get(windowId)?.run
    endWatch(windowId)
    // Nobody waits for an update of the past any more.
    if (run && of(run).length === 0) run.host.cancelInspect()
    looks.delete(windowId)
  }

  return {
    watch(window, run, from) {
      const isNew = watchers.get(window.id)?.run !== run
      endWatch(window.id)
      const { runId, log, summary, sample } = run
      const observations = isNew ? knownOf(run, viewsOf(window.id)) : []
      const { send } = window
      const watcher = createWatcher({ runId, log, from, sample, observations, summary, send, timing })
      watchers.set(window.id, { run, watcher })
      run.host.setWatched(true)
      tell(run)
      watcher.updated()
    },
    unwatch(windowId, runId) {
      if (watchers.get(windowId)?.run.runId === runId) endWatch(windowId)
    },
    acknowledge(windowId, runId, nextUpdate) {
      const entry = watchers.get(windowId)
      if (entry?.run.runId === runId) entry.watcher.acknowledged(nextUpdate)
    },
    observe(windowId, views) {
      const before = viewsOf(windowId)
      looks.set(windowId, views)
      const entry = watchers.get(windowId)
      if (!entry) return
      const fresh = views.filter((view) => !before.includes(view))
      knownOf(entry.run, fresh).forEach(entry.watcher.observed)
      tell(entry.run)
    },
    viewsOf,
    forget,
    updated(run) {
      for (const [, { watcher }] of of(run)) watcher.updated()
    },
    sampled(run, sample) {
      for (const [, { watcher }] of of(run)) watcher.sampled(sample)
    },
    observed(run, observation) {
      for (const [windowId] of of(run)) deliver(windowId, observation, viewsOf(windowId))
    },
  }
}
