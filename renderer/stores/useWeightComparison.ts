import type { Ref } from 'vue'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { WeightComparison } from '../../core/contract/weights'
import type { Failure } from '../../core/contract/result'
import { useClient } from '../client/client'

/** The comparison of two runs' weights, as far as it is. */
export interface ComparingWeights {
  readonly comparison: Readonly<Ref<WeightComparison | null>>
  readonly isComparing: Readonly<Ref<boolean>>
  readonly failure: Readonly<Ref<Failure | null>>
  compare(): Promise<void>
  cancel(): void
}

/** Is asked for by a person, and given up where other runs are compared or nobody looks any more. */
export function useWeightComparison(runIds: () => readonly [string, string]): ComparingWeights {
  const client = useClient()
  const comparison = shallowRef<WeightComparison | null>(null)
  const isComparing = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)

  // The distance is the same in either order, and the table's may change at any time.
  const keyOf = (ids: readonly string[]): string => [...ids].sort().join()
  const isOfThese = (ids: readonly string[]): boolean => keyOf(ids) === keyOf(runIds())

  const stop = client.on['kept:comparing']((soFar) => {
    if (isComparing.value && isOfThese(soFar.runIds)) comparison.value = soFar
  })

  async function compare(): Promise<void> {
    const asked = [...runIds()] as [string, string]
    isComparing.value = true
    failure.value = null
    const answer = await client.request['kept:compareWeights']({ runIds: asked })
    // Of other runs that were chosen meanwhile something else is shown.
    if (!isOfThese(asked)) return
    isComparing.value = false
    if (answer.ok) comparison.value = answer.value
    else if (answer.error.code !== 'cancelled') failure.value = answer.error
  }

  function cancel(): void {
    if (isComparing.value) void client.request['kept:cancelComparison']({})
  }

  watch(
    () => keyOf(runIds()),
    () => {
      cancel()
      isComparing.value = false
      comparison.value = null
      failure.value = null
    },
  )
  onScopeDispose(() => {
    stop()
    cancel()
  })
  return { comparison, isComparing, failure, compare, cancel }
}
