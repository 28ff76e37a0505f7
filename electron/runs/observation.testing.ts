import type { Observation } from '../../core/contract/observation'
import type { ViewName } from '../../core/contract/views'
import { viewNames } from '../../core/contract/views'

/** An observation with these views, empty. */
export function observationOf(update: number, views: readonly ViewName[]): Observation {
  const empty = { layers: [], parameters: [] }
  return {
    update,
    ...{ evaluation: null, written: null, forecast: null },
    ...Object.fromEntries(viewNames.map((view) => [view, views.includes(view) ? empty : null])),
  } as never
}

/** Its update and the views that it has. */
export const contentOf = (observation: Observation) => [
  observation.update,
  viewNames.filter((view) => observation[view] !== null),
]
