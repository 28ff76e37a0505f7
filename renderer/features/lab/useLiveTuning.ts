import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { TunableField } from '../../../core/experiment/experiment'
import { tunableFields } from '../../../core/experiment/experiment'
import { experimentInForce } from '../../../core/experiment/inForce'
import { valueAt } from '../../../core/fields/path'
import { readNumber } from '../../../core/text/number'
import type { Tuning } from '../../../core/contract/run'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'

export interface LiveTuning {
  /** The fields that can be changed while a run goes on. */
  readonly livePaths: ComputedRef<readonly TunableField[]>
  /** A field was committed: the run takes its value over, if it is tunable, possible and new. */
  commit(path: string): Promise<void>
}

const tuningOf = (field: TunableField, value: number): Tuning =>
  field === 'optimizer.lr' ? { lr: value } : { clipThreshold: value }

/** Changes a run's settings while it goes on. */
export function useLiveTuning(): LiveTuning {
  const draft = useExperimentStore()
  const runs = useRunsStore()

  return {
    livePaths: computed(() => (runs.isGoing ? tunableFields : [])),

    async commit(path) {
      const field = tunableFields.find((tunable) => tunable === path)
      if (!field || !runs.isGoing || draft.problems.has(path) || runs.shown.status === 'idle') return
      const value = readNumber(draft.text(path))
      if (value !== valueAt(experimentInForce(runs.shown.run), path)) await runs.tune(tuningOf(field, value))
    },
  }
}
