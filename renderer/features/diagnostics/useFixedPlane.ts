import type { Ref } from 'vue'
import { computed, shallowRef, watch } from 'vue'
import type { Plane } from '../../charts/data/pca'
import { principalPlane, project } from '../../charts/data/pca'
import { niceCeil } from '../../charts/scales/nice'
import type { Seen } from '../../stores/observations'

/**
 * The way of the newest states through a plane that the first states of a run fix, or a later fit by hand.
 */
export function useFixedPlane(states: () => Seen['states'], runId: () => string | null) {
  const fixed = shallowRef<{ plane: Plane; update: number } | null>(null)
  const data = computed(() => states()?.data ?? null)
  const canProject = computed(() => data.value !== null && data.value.hiddenSize > 1 && data.value.seqLen > 1)

  function fit(): void {
    const seen = states()
    if (!seen || !canProject.value) return
    const { h, seqLen, hiddenSize } = seen.data
    fixed.value = { plane: principalPlane(h, seqLen, hiddenSize), update: seen.update }
  }

  // Two sources: an array made by one would be another one at every look.
  watch([runId, () => data.value?.hiddenSize], () => (fixed.value = null))
  watch(
    states,
    (seen) => {
      if (!seen) fixed.value = null
      else if (!fixed.value) fit()
    },
    { immediate: true },
  )

  const points = computed(() => {
    if (!data.value || !fixed.value || fixed.value.plane.center.length !== data.value.hiddenSize) return []
    const flat = project(data.value.h, data.value.seqLen, fixed.value.plane)
    return Array.from({ length: data.value.seqLen }, (_, i) => ({ a: flat[2 * i]!, b: flat[2 * i + 1]! }))
  })
  /** How far the axes reach on either side: ever farther and never back, so that the plot stands still. */
  const reach = shallowRef({ a: 1, b: 1 })
  watch(
    [points, fixed],
    ([shown, now], before) => {
      const needed = (values: number[]): number =>
        niceCeil(Math.max(1e-6, ...values.map(Math.abs).filter(Number.isFinite)))
      const [a, b] = [needed(shown.map((point) => point.a)), needed(shown.map((point) => point.b))]
      const known = before[1] === now ? reach.value : { a: 0, b: 0 }
      reach.value = { a: Math.max(known.a, a), b: Math.max(known.b, b) }
    },
    { immediate: true },
  )

  return { data, canProject, fixed, points, reach, fit }
}

export type FixedPlane = ReturnType<typeof useFixedPlane>
/** What a plot of it needs. */
export type ShownPlane = {
  readonly [K in 'data' | 'fixed' | 'points' | 'reach']: Readonly<Ref<FixedPlane[K]['value']>>
}
