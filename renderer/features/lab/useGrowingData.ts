import type { Growth } from '../../charts/data/series'
import type { Observed } from '../../stores/observations'
import { useObservationsStore } from '../../stores/observations'
import { useRunsStore } from '../../stores/runs'

/**
 * What grows while a run goes on, each as one object that never changes, so that of the components on its way
 * only those are rendered again that read it.
 */
export function useGrowingData(): { readonly growth: Growth; readonly observed: Observed } {
  const runs = useRunsStore()
  const observations = useObservationsStore()
  return {
    growth: {
      get version() {
        return runs.version
      },
      get numUpdates() {
        return runs.version >= 0 ? (runs.overview?.length ?? runs.columns.loss.length) : 0
      },
      get overview() {
        return runs.overview
      },
    },
    observed: {
      get seen() {
        return observations.seen
      },
      get histories() {
        return observations.histories
      },
      get numLate() {
        return observations.numLate
      },
    },
  }
}
