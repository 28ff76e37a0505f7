import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { KeptView } from '../../../core/contract/views'
import type { Range, ScaleKind } from '../../charts/scales/scale'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { useRunsStore } from '../../stores/runs'
import { useUnaskedRecomputing } from './useUnaskedRecomputing'

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

/** What a figure shows of a view. */
export interface Sight {
  readonly view: KeptView
  /** The updates in sight that it lacks. */
  missing(): readonly number[]
  /** Differs where other updates are in sight, or more of them. */
  place(): string
  isOnScreen(): boolean
}

/** The updates in sight and the columns of pixels that they are drawn on, as a word. */
export function placeOf(xKind: ScaleKind, { min, max }: Range, numColumns = 0): string {
  return `${xKind} ${min} ${max} ${numColumns}`
}

/**
 * Has a view of the missing updates recomputed while the run makes no others: what can soon be had by itself,
 * the rest at a person's wish.
 */
export function useRecomputing(sight: Sight): ComputedRef<Recomputing> {
  const { view, missing } = sight
  const { t } = useI18n()
  const format = useLocaleFormat()
  const runs = useRunsStore()
  const unasked = useUnaskedRecomputing(sight)

  function noteOf(numMissing: number): string {
    const { recomputed } = runs
    const [first] = recomputed?.updates ?? []
    if (recomputed?.views.includes(view) && first !== undefined) {
      const { updates } = recomputed
      const n = format.count(updates.length)
      const range = { first: format.ordinal(first), last: format.ordinal(updates.at(-1) ?? first) }
      return t('diagnostics.recompute.done', { n, ...range }, updates.length)
    }
    return numMissing > 0 && runs.shown.status === 'running' && !runs.canRecompute
      ? t('diagnostics.recompute.pause')
      : ''
  }

  return computed(() => {
    const updates = missing().filter((update) => update >= runs.firstUpdate)
    const { recomputing } = runs
    const isIdle = !recomputing && !unasked.isPending.value
    return {
      numOffered: runs.canRecompute && isIdle ? updates.length : 0,
      progress: recomputing?.views.includes(view) ? recomputing : null,
      note: noteOf(updates.length),
      start: () => void runs.recompute([view], updates),
      cancel: () => void runs.cancelInspect(),
    }
  })
}
