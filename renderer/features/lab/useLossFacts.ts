import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { GrowableColumn } from '../../charts/data/growableColumn'
import type { LossFacts } from '../../charts/data/lossFacts'
import { LossReader } from '../../charts/data/lossFacts'
import { READING_MS, useThrottledRef } from '../../ui/useThrottledRef'

/**
 * What there is to say of the loss so far, at reading speed. `version` changes when the column grows; it is
 * null while it is on its way.
 */
export function useLossFacts(
  source: () => {
    readonly column: GrowableColumn | null
    readonly version: number
    readonly baseline: number
    readonly floor: number
    readonly solvedAt: number
  },
): ComputedRef<LossFacts> {
  const shown = useThrottledRef(source, READING_MS)
  const column = computed(() => shown.value.column ?? new GrowableColumn())
  const baseline = computed(() => shown.value.baseline)
  const floor = computed(() => shown.value.floor)
  const solvedAt = computed(() => shown.value.solvedAt)
  const reader = computed(() => ({
    loss: new LossReader(baseline.value, floor.value, solvedAt.value),
    column: column.value,
  }))
  return computed(() => {
    void shown.value
    return reader.value.loss.read(reader.value.column)
  })
}
