import type { ComputedRef, ShallowRef } from 'vue'
import { computed, shallowRef } from 'vue'
import type { RunRow } from '../../stores/runRow'

export interface SelectedRuns {
  readonly ids: Readonly<ShallowRef<ReadonlySet<string>>>
  /** Those that are in sight and selected. */
  readonly rows: ComputedRef<readonly RunRow[]>
  select(runIds: readonly string[], isSelected: boolean): void
  clear(): void
}

/** Which runs are selected, of those in sight: what is filtered out is not acted upon. */
export function useSelectedRuns(inSight: () => readonly RunRow[]): SelectedRuns {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  return {
    ids,
    rows: computed(() => inSight().filter(({ runId }) => ids.value.has(runId))),
    select(runIds, isSelected) {
      const selected = new Set(ids.value)
      for (const runId of runIds) {
        if (isSelected) selected.add(runId)
        else selected.delete(runId)
      }
      ids.value = selected
    },
    clear: () => void (ids.value = new Set()),
  }
}
