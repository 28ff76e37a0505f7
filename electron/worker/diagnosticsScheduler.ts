import type { Divergence } from '../../core/contract/run'
import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { asOneSince, NUM_FIRST_RECORDED, recordedViews, viewNames } from '../../core/contract/views'
import type { Observer } from '../../core/diagnostics/observe'
import type { Environment } from './environment'
import { createViewBudget, RECORDING_BUDGET } from './viewBudget'

/**
 * Observes the newest update when there is a reason to, and sends what was seen: the views that are watched,
 * and, whether somebody watches or not, those that are recorded. See `ViewBudget` for how often.
 */
export interface DiagnosticsScheduler {
  /** Which views are watched from now on. */
  setViews(views: readonly ViewName[]): void
  /**
   * To be called before an update that may be observed, after `updates` others. Copies the weights if a view
   * that will be due computes with them.
   */
  prepare(updates: number, isWatched: boolean): void
  /**
   * Sends the views that are due, of the newest of `updates` updates; `idle` is the time until training goes
   * on.
   */
  observeDue(updates: number, idle: number, isWatched: boolean): void
  /** Sends the watched and the recorded views of the newest update that are not sent yet. */
  observeWatched(updates: number): void
  /** Sends every view of the newest update that is not sent yet, watched or not. */
  observeEvery(updates: number): void
  /** Sends every view of the update in which the run diverged. */
  observeDivergence(divergence: Divergence): void
  /** From now on nothing more is sent of the newest update. */
  skip(updates: number): void
}

export function createDiagnosticsScheduler(
  observer: Observer,
  { now, post }: Pick<Environment, 'now' | 'post'>,
): DiagnosticsScheduler {
  const watching = createViewBudget()
  const recording = createViewBudget(RECORDING_BUDGET)
  recording.setViews(recordedViews)
  /** After how many updates each view was last sent. */
  const sentAt = new Map<ViewName, number>()
  /** The first update of which histograms were sent since they are watched; null where they are not. */
  let histogramsSince: number | null = null
  /** The recorded views that were due when the weights were kept for them. */
  let prepared: readonly ViewName[] = []

  function send(observation: Observation): void {
    const { update, histograms } = observation
    if (histograms && watching.views.includes('histograms')) histogramsSince ??= update
    post({ type: 'observation', observation: asOneSince(observation, histogramsSince ?? update) })
  }

  /** Those of `views` that were not sent of the newest update yet; none before the first update. */
  function unsent(views: readonly ViewName[], updates: number): ViewName[] {
    return updates === 0 ? [] : views.filter((view) => sentAt.get(view) !== updates)
  }

  function observe(asked: readonly ViewName[], updates: number): void {
    const views = unsent([...new Set(asked)], updates)
    if (views.length === 0) return
    const begun = now()
    let time = begun
    const costs = views.map((view) => ({ view, cost: 0 }))
    const observation = observer.observe(views, (view) => {
      const then = time
      time = now()
      for (const each of costs) if (each.view === view) each.cost = time - then
    })
    send(observation)
    const overhead = (now() - time) / views.length
    for (const { view, cost } of costs) {
      sentAt.set(view, updates)
      if (watching.views.includes(view)) watching.spent(view, begun, cost + overhead)
      if (recording.views.includes(view)) recording.spent(view, begun, cost + overhead)
    }
  }

  /** What is recorded of this update: what was due before it, and of the first ones the gradient flow. */
  function recorded(updates: number): readonly ViewName[] {
    return updates <= NUM_FIRST_RECORDED ? ['flow', ...prepared] : prepared
  }

  return {
    setViews(views) {
      watching.setViews(views)
      if (!views.includes('histograms')) histogramsSince = null
    },
    prepare(updates, isWatched) {
      prepared = recording.due(now(), 0)
      const watched = isWatched ? watching.views : []
      if (observer.needsWeights([...watched, ...recorded(updates + 1)])) observer.prepare()
    },
    observeDue(updates, idle, isWatched) {
      const watched = isWatched && watching.views.length > 0 ? watching.due(now(), idle) : []
      observe([...watched, ...recorded(updates)], updates)
      prepared = []
    },
    observeWatched(updates) {
      observe([...watching.views, ...recorded(updates)], updates)
      prepared = []
    },
    observeEvery(updates) {
      const views = unsent(viewNames, updates)
      if (views.length === 0) return
      send(observer.observe(views))
      for (const view of views) sentAt.set(view, updates)
    },
    observeDivergence: (divergence) => observer.observeDivergence(viewNames, divergence).forEach(send),
    skip(updates) {
      for (const view of viewNames) sentAt.set(view, updates)
    },
  }
}
