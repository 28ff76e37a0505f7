import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { KeptView } from '../../../core/contract/views'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { useRunsStore } from '../../stores/runs'

/** What a figure offers to do about the updates that it lacks. */
export interface Recomputing {
  /** How many updates in sight can be recomputed; 0 where there is nothing to offer. */
  readonly numOffered: number
  /** How far it is, while these views are recomputed. */
  readonly progress: { readonly made: number; readonly planned: number } | null
  /** What was recomputed, or when that can be had. */
  readonly note: string
  start(): void
  cancel(): void
}

/** Has a view of the `missing` updates recomputed, at a person's wish and while the run makes no others. */
export function useRecomputing(view: KeptView, missing: () => readonly number[]): ComputedRef<Recomputing> {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const runs = useRunsStore()

  function noteOf(numMissing: number): string {
    const { recomputed } = runs
    const [first] = recomputed?.updates ?? []
    if (recomputed?.views.includes(view) && first !== undefined) {
      const { updates } = recomputed
      const n = format.count(updates.length)
      const range = { first: format.ordinal(first), last: format.ordinal(updates.at(-1) ?? first) }
      return t('diagnostics.recompute.done', { n, ...range }, updates.length)
    }
    return numMissing > 0 && runs.shown.status === 'running' ? t('diagnostics.recompute.pause') : ''
  }

  return computed(() => {
    const updates = missing()
    const { recomputing } = runs
    return {
      numOffered: runs.canRecompute && !recomputing ? updates.length : 0,
      progress: recomputing?.views.includes(view) ? recomputing : null,
      note: noteOf(updates.length),
      start: () => void runs.recompute([view], updates),
      cancel: () => void runs.cancelInspect(),
    }
  })
}
