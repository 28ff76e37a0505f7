import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { experimentInForce } from '../../../core/experiment/inForce'
import { valueAt } from '../../../core/fields/path'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'

/**
 * The fields in which the form differs from the run that is plotted: once that has ended, the form describes
 * the next one. Null where they agree, or where the run holds the form.
 */
export function useChangedFields(): ComputedRef<readonly string[] | null> {
  const draft = useExperimentStore()
  const runs = useRunsStore()
  return computed(() => {
    if (runs.shown.status === 'idle' || runs.ownsForm) return null
    const plotted = experimentInForce(runs.shown.run)
    const text = (value: unknown): string => JSON.stringify(value ?? null)
    const next = draft.experiment
    // A field that is not in order has no value yet, but was changed.
    const paths = draft.visibleFields
      .map(({ path }) => path)
      .filter((path) =>
        next ? text(valueAt(next, path)) !== text(valueAt(plotted, path)) : draft.problems.has(path),
      )
    return paths.length > 0 ? paths : null
  })
}
