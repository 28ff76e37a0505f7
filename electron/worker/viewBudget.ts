import type { ViewName } from '../../core/contract/observation'

/** Share of the time that all views together may take from training at full speed. */
export const BUDGET = 0.05
/** Cheap views are drawn as they come, dear ones are read. In milliseconds. */
export const MIN_INTERVAL_MS: Readonly<Record<ViewName, number>> = {
  flow: 50,
  norms: 50,
  gates: 50,
  states: 50,
  jacobian: 250,
  spectrum: 250,
  histograms: 250,
  memory: 250,
}
/** Views that come due one soon after the other wait for each other: a look costs something whatever it sees. */
const MIN_GAP_MS = 25

/**
 * Says when which view may be looked at. The views that are watched share the budget equally: after a look that
 * took c ms a view rests for c / (0.05 / number of views), and never less than its `MIN_INTERVAL_MS`. Time that
 * training leaves over (a run at a set speed waits between updates) is free. Times in milliseconds.
 */
export interface ViewBudget {
  readonly views: readonly ViewName[]
  /** What is watched from now on; new views are due at once. */
  watch(views: readonly ViewName[]): void
  /** Views that may be looked at now; `idle` is the time until training goes on. */
  due(now: number, idle: number): ViewName[]
  /** A look at `view`, begun at `begun`, took so long. */
  spent(view: ViewName, begun: number, cost: number): void
}

export function createViewBudget(): ViewBudget {
  let views: readonly ViewName[] = []
  const looks = new Map<ViewName, { readonly begun: number; readonly cost: number }>()
  let newest = -Infinity

  function isDue(view: ViewName, now: number, idle: number): boolean {
    const look = looks.get(view)
    if (!look) return true
    const isFree = look.cost <= idle / views.length
    const rest = isFree ? 0 : (look.cost * views.length) / BUDGET
    return now - look.begun >= Math.max(MIN_INTERVAL_MS[view], rest)
  }

  return {
    get views() {
      return views
    },
    watch(wanted) {
      for (const view of looks.keys()) if (!wanted.includes(view)) looks.delete(view)
      views = [...new Set(wanted)]
    },
    due(now, idle) {
      if (now - newest < MIN_GAP_MS && views.every((view) => looks.has(view))) return []
      return views.filter((view) => isDue(view, now, idle))
    },
    spent(view, begun, cost) {
      newest = begun
      looks.set(view, { begun, cost })
    },
  }
}
