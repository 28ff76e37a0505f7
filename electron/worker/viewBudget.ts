import type { ViewName } from '../../core/contract/views'
import { viewPairs } from '../../core/contract/views'

/** Share of the time that all watched views together may take from training at full speed. */
export const BUDGET = 0.05
/** The same for those that are recorded whether somebody watches or not. */
export const RECORDING_BUDGET = 0.02
/** Cheap views are drawn as they come, expensive ones are read. In milliseconds. */
export const MIN_INTERVAL_MS: Readonly<Record<ViewName, number>> = {
  flow: 50,
  norms: 50,
  gates: 50,
  states: 50,
  jacobian: 250,
  spectrum: 250,
  histograms: 250,
  memory: 250,
  contributions: 250,
}
/**
 * Views that come due one soon after the other wait for each other: an observation costs something whatever
 * is in it.
 */
const MIN_GAP_MS = 25

/**
 * Says when which view may be observed. The views that are watched share the budget equally: after an
 * observation that took c ms a view rests for c / (share / number of views), and never less than its
 * `MIN_INTERVAL_MS`. Views that are shown side by side wait for each other. Time that training leaves over (a
 * run at a set speed waits between updates) is free. Times in milliseconds.
 */
export interface ViewBudget {
  readonly views: readonly ViewName[]
  /** Which views are watched from now on; new ones are due at once. */
  setViews(views: readonly ViewName[]): void
  /** Views that may be observed now; `idle` is the time until training goes on. */
  due(now: number, idle: number): ViewName[]
  /** Observing `view`, begun at `begun`, took so long. */
  spent(view: ViewName, begun: number, cost: number): void
}

export function createViewBudget(share = BUDGET): ViewBudget {
  let views: readonly ViewName[] = []
  const observed = new Map<ViewName, { readonly begun: number; readonly cost: number }>()
  let newest = -Infinity

  function isDue(view: ViewName, now: number, idle: number): boolean {
    const last = observed.get(view)
    if (!last) return true
    const isFree = last.cost <= idle / views.length
    const rest = isFree ? 0 : (last.cost * views.length) / share
    return now - last.begun >= Math.max(MIN_INTERVAL_MS[view], rest)
  }

  return {
    get views() {
      return views
    },
    setViews(watched) {
      for (const view of observed.keys()) if (!watched.includes(view)) observed.delete(view)
      views = [...new Set(watched)]
    },
    due(now, idle) {
      if (now - newest < MIN_GAP_MS && views.every((view) => observed.has(view))) return []
      return together(
        views.filter((view) => isDue(view, now, idle)),
        views,
      )
    },
    spent(view, begun, cost) {
      newest = begun
      observed.set(view, { begun, cost })
    },
  }
}

/** Those that are due without the ones whose partner is watched and not due. */
function together(due: ViewName[], watched: readonly ViewName[]): ViewName[] {
  const waits = (view: ViewName): boolean =>
    viewPairs.some(
      (pair) => pair.includes(view) && pair.some((each) => watched.includes(each) && !due.includes(each)),
    )
  const kept = due.filter((view) => !waits(view))
  return kept.length === due.length ? kept : together(kept, watched)
}
