import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { z } from '../../../core/experiment/zod'
import { keptChoice } from '../../stores/keptChoice'
import type { RunRow } from '../../stores/runRow'

export interface SelectedRuns {
  readonly ids: ComputedRef<ReadonlySet<string>>
  /** Those that are in sight and selected. */
  readonly rows: ComputedRef<readonly RunRow[]>
  select(runIds: readonly string[], isSelected: boolean): void
  clear(): void
}

const idsSchema = z.array(z.string())

/**
 * Which runs are selected, also after the next start, of those in sight: what is filtered out is not acted
 * upon.
 */
export function useSelectedRuns(inSight: () => readonly RunRow[]): SelectedRuns {
  const kept = keptChoice('runsSelected', idsSchema, [])
  const ids = computed<ReadonlySet<string>>(() => new Set(kept.value))
  return {
    ids,
    rows: computed(() => inSight().filter(({ runId }) => ids.value.has(runId))),
    select(runIds, isSelected) {
      const selected = new Set(ids.value)
      for (const runId of runIds) {
        if (isSelected) selected.add(runId)
        else selected.delete(runId)
      }
      kept.value = [...selected]
    },
    clear: () => void (kept.value = []),
  }
}
