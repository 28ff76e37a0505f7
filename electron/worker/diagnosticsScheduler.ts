import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'
import type { Divergence } from '../../core/contract/run'
import type { Observer } from '../../core/diagnostics/observe'
import type { Surroundings } from './session'
import { createViewBudget } from './viewBudget'

/** Views that compare or compute with the weights of the pass, which are therefore kept. */
const viewsOfWeights: readonly ViewName[] = ['norms', 'jacobian', 'spectrum', 'histograms', 'memory']

/** Looks at the training for those who watch, and only then. See `ViewBudget` for how often. */
export interface Lookout {
  watch(views: readonly ViewName[]): void
  /** To be called before an update after which there may be a look. Costs a copy of the weights, if somebody looks. */
  before(): void
  /** Sends what is due of the newest of `updates` updates; `idle` is the time until training goes on. */
  tick(updates: number, idle: number): void
  /** Sends all watched views of the newest update that are not sent yet. */
  all(updates: number): void
  /** Sends every view of the newest update that was not sent yet, whoever watches: its passes will be overwritten. */
  last(updates: number, divergence: Divergence | null): void
  /** The passes of the newest update will be overwritten, and the next one comes soon: nothing more is seen of this one. */
  markSeen(updates: number): void
}

export function createLookout(observer: Observer, around: Surroundings): Lookout {
  const budget = createViewBudget()
  /** Which update each view was last seen at. */
  const seen = new Map<ViewName, number>()
  let needsWeights = false

  function send(observation: Observation): void {
    around.post({ type: 'observation', observation }, [])
  }

  function look(views: readonly ViewName[], updates: number): void {
    const fresh = views.filter((view) => seen.get(view) !== updates)
    if (fresh.length === 0 || updates === 0) return
    const begun = around.now()
    let now = begun
    const costs = fresh.map((view) => ({ view, cost: 0 }))
    const observation = observer.observe(fresh, (view) => {
      const then = now
      now = around.now()
      for (const each of costs) if (each.view === view) each.cost = now - then
    })
    send(observation)
    const overhead = (around.now() - now) / fresh.length
    for (const { view, cost } of costs) {
      seen.set(view, updates)
      budget.spent(view, begun, cost + overhead)
    }
  }

  return {
    watch(views) {
      budget.watch(views)
      needsWeights = views.some((view) => viewsOfWeights.includes(view))
    },
    before() {
      if (needsWeights) observer.before()
    },
    tick(updates, idle) {
      if (budget.views.length > 0) look(budget.due(around.now(), idle), updates)
    },
    all: (updates) => look(budget.views, updates),
    last(updates, divergence) {
      if (divergence) return observer.observeDivergence(viewNames, divergence).forEach(send)
      const fresh = viewNames.filter((view) => seen.get(view) !== updates)
      if (updates === 0 || fresh.length === 0) return
      send(observer.observe(fresh))
      for (const view of fresh) seen.set(view, updates)
    },
    markSeen(updates) {
      for (const view of viewNames) seen.set(view, updates)
    },
  }
}
