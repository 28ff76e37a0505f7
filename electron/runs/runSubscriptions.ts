import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { keptViews, onlyViews, viewNames } from '../../core/contract/views'
import type { Clock } from './clock'
import type { Run, RunListener } from './run'
import type { RunStream, SendEvent } from './runStream'
import { createRunStream } from './runStream'

/** A window as the runs see it. */
export interface WindowPort {
  readonly id: number
  readonly send: SendEvent
}

/** Who gets which run's messages: any number of windows, each subscribed to any number of runs. */
export interface RunSubscriptions extends RunListener {
  /**
   * Streams a run to a window from update `from` on. A window that was subscribed already gets the stream
   * anew.
   */
  subscribe(
    window: WindowPort,
    run: Run,
    wanted: { readonly from: number; readonly views: readonly ViewName[] },
  ): void
  unsubscribe(windowId: number, runId: string): void
  acknowledge(windowId: number, runId: string, nextUpdate: number): void
  /** Which views of the run the window shows from now on. */
  observe(windowId: number, runId: string, views: readonly ViewName[]): void
  /** The window is gone, or its page is: ends its subscriptions. */
  forget(windowId: number): void
}

interface Subscription {
  readonly windowId: number
  readonly run: Run
  readonly stream: RunStream
  views: readonly ViewName[]
}

export interface RunSubscriptionsOptions {
  readonly clock: Clock
  /** Sends to every window. */
  readonly broadcast: SendEvent
}

export function createRunSubscriptions({ clock, broadcast }: RunSubscriptionsOptions): RunSubscriptions {
  const subscriptions = new Set<Subscription>()
  /** By run and window, when a stream that is begun anew may send: however often that is asked for. */
  const due = new WeakMap<Run, Map<number, number>>()

  const of = (run: Run) => [...subscriptions].filter((each) => each.run === run)

  const find = (windowId: number, runId: string) =>
    [...subscriptions].find((each) => each.windowId === windowId && each.run.runId === runId)

  /** Asks the thread for the views that any window shows. */
  function observeViews(run: Run): void {
    const shown = of(run).flatMap(({ views }) => views)
    run.host.observe(viewNames.filter((view) => shown.includes(view)))
  }

  /** What is known already of some views, oldest first; those that are kept come from the run's history. */
  const knownOf = ({ newestObservations }: Run, views: readonly ViewName[]): Observation[] =>
    newestObservations.flatMap((observation) => onlyViews(observation, withoutHistory(views)) ?? [])

  /** Removes a subscription and sends nothing for it any more. */
  function drop(subscription: Subscription): void {
    const { run, windowId, stream } = subscription
    const ofRun = due.get(run) ?? new Map<number, number>()
    due.set(run, ofRun.set(windowId, stream.dispose()))
    subscriptions.delete(subscription)
  }

  function end(subscription: Subscription): void {
    drop(subscription)
    const { run } = subscription
    if (of(run).length === 0) run.host.setWatched(false)
    observeViews(run)
  }

  /** Tells every window what there is to know of a run. */
  const announce = (run: Run) => broadcast('run:changed', run.summary())

  return {
    subscribe({ id: windowId, send }, run, { from, views }) {
      const before = find(windowId, run.runId)
      if (before) drop(before)
      const { runId, log, diagnostics, summary, newestSample: sample } = run
      const newViews = views.filter((view) => !before?.views.includes(view))
      const observations = knownOf(run, newViews)
      const notBefore = due.get(run)?.get(windowId)
      const stream = createRunStream({
        ...{ runId, log, from, sample, observations, diagnostics, summary, send, clock },
        ...(notBefore === undefined ? {} : { notBefore }),
      })
      subscriptions.add({ windowId, run, stream, views })
      run.host.setWatched(true)
      observeViews(run)
      stream.logged()
    },
    unsubscribe(windowId, runId) {
      const subscription = find(windowId, runId)
      if (subscription) end(subscription)
    },
    acknowledge(windowId, runId, nextUpdate) {
      find(windowId, runId)?.stream.acknowledged(nextUpdate)
    },
    observe(windowId, runId, views) {
      const subscription = find(windowId, runId)
      if (!subscription) return
      const newViews = views.filter((view) => !subscription.views.includes(view))
      subscription.views = views
      knownOf(subscription.run, newViews).forEach(subscription.stream.observed)
      observeViews(subscription.run)
    },
    forget(windowId) {
      for (const subscription of [...subscriptions].filter((each) => each.windowId === windowId)) {
        end(subscription)
        // No window is left that waits for a recomputation.
        if (of(subscription.run).length === 0) subscription.run.host.cancelInspect()
      }
    },
    logged(run) {
      for (const { stream } of of(run)) stream.logged()
    },
    started: announce,
    built: announce,
    changed: announce,
    cut(run) {
      // A stream never goes back: whoever is told begins another one.
      of(run).forEach(drop)
      broadcast('run:cut', { runId: run.runId, length: run.log.length })
    },
    sampled(run, sample) {
      for (const { stream } of of(run)) stream.sampled(sample)
    },
    observed(run, observation) {
      for (const { stream, views } of of(run)) {
        const shown = onlyViews(observation, withoutHistory(views))
        if (shown) stream.observed(shown)
        else stream.logged()
      }
    },
    recomputing: (run, { made, planned }) =>
      broadcast('run:recomputing', { runId: run.runId, made, planned }),
    branching: (run, { made, planned }) => broadcast('run:branching', { runId: run.runId, made, planned }),
    removed(run) {
      of(run).forEach(drop)
      broadcast('run:removed', { runId: run.runId })
    },
  }
}

/** Views of which windows get the newest alone; of the others every window gets the history. */
function withoutHistory(views: readonly ViewName[]): ViewName[] {
  const kept: readonly ViewName[] = keptViews
  return views.filter((view) => !kept.includes(view))
}
