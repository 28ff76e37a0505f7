import type { Ref } from 'vue'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRunsStore } from '../../stores/runs'
import type { Sight } from './useRecomputing'

/** How long a run rests, and the same is in sight, before anything is recomputed. */
const CALM_MS = 500

/**
 * Recomputes what a view lacks in sight without being asked, once a run has come to rest and for some seconds
 * at most. It ends as soon as something else is in sight, or asked of the run, and comes once to a place.
 */
export function useUnaskedRecomputing({ view, missing, place, isOnScreen }: Sight): {
  /** Whether it is about to begin, or under way. */
  readonly isPending: Readonly<Ref<boolean>>
} {
  const runs = useRunsStore()
  const isPending = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The place that it has come to. */
  let done: string | null = null

  const at = computed(() => {
    const isShown = isOnScreen() && runs.canRecompute && runs.shown.status !== 'running'
    return isShown ? `${runs.selectedId} ${runs.columns.loss.length} ${place()}` : null
  })

  function leave(): void {
    clearTimeout(timer)
    isPending.value = false
    const { recomputing } = runs
    if (recomputing?.isUnasked && recomputing.views.includes(view)) void runs.cancelInspect()
  }

  async function fill(here: string): Promise<void> {
    const updates = missing()
    if (runs.recomputing || updates.length === 0) return void (isPending.value = false)
    await runs.recompute([view], updates, true)
    if (at.value !== here) return
    done = here
    isPending.value = false
  }

  watch(
    at,
    (here) => {
      leave()
      if (here === null || here === done) return
      isPending.value = true
      timer = setTimeout(() => void fill(here), CALM_MS)
    },
    { immediate: true },
  )
  onScopeDispose(leave)

  return { isPending }
}
