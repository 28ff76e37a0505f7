import type { ComputedRef } from 'vue'
import { computed, ref, watch } from 'vue'
import { grownDecades } from '../../charts/heat/decades'
import { HeatHistory } from '../../charts/heat/heatHistory'
import type { Range } from '../../charts/scales/scale'
import type { Histories } from '../../stores/observations'

/** Whether a gradient is looked at before or after it is clipped at each time step. */
export type FlowStage = 'before' | 'after'

interface Shown {
  /** Such as `l0`. */
  readonly layer: string
  readonly state: 'h' | 'c'
  readonly stage: FlowStage
}

interface Sources {
  readonly histories: () => Histories
  readonly shown: () => Shown
  /** Changes when the histories grow, as quickly as that can be read. */
  readonly version: () => number
  /** The same for the colours, which have to suit every column. */
  readonly colorVersion: () => number
}

const EMPTY: Range = { min: -4, max: 0 }
export const NO_HISTORY = new HeatHistory(2, 2)

/**
 * The gradient's history at the stage that is shown, and at the other one, which is empty where nothing is
 * clipped at each step. Both have the same colours, so that they can be compared.
 */
export function useFlowHistories({ histories, shown, version, colorVersion }: Sources): {
  readonly history: ComputedRef<HeatHistory>
  readonly other: ComputedRef<HeatHistory>
  readonly colors: ComputedRef<Range>
} {
  function find(stage: FlowStage): HeatHistory {
    const { layer, state } = shown()
    const key = stage === 'before' ? `${layer}.unclipped.${state}` : `${layer}.${state}`
    return (version() >= 0 && histories().flow.get(key)) || NO_HISTORY
  }
  const after = computed(() => find('after'))
  const before = computed(() => find('before'))
  const isAfter = computed(() => shown().stage === 'after')

  const decades = ref<Range | null>(null)
  watch(
    [after, before, colorVersion],
    ([clipped, unclipped], [knownOf]) => {
      const known = knownOf === clipped ? decades.value : null
      const min = Math.min(clipped.min, unclipped.min)
      decades.value = grownDecades(known, min, Math.max(clipped.max, unclipped.max))
    },
    { immediate: true },
  )
  return {
    history: computed(() => (isAfter.value ? after.value : before.value)),
    other: computed(() => (isAfter.value ? before.value : after.value)),
    colors: computed(() => decades.value ?? EMPTY),
  }
}
