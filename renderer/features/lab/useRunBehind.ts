import type { ComputedRef, WritableComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { z } from '../../../core/experiment/zod'
import type { PlotSeries } from '../../charts/plot/useTracks'
import { keptChoice } from '../../stores/keptChoice'
import { useKeptRunsStore } from '../../stores/keptRuns'
import type { Quantity } from '../../stores/runCurves'
import type { RunRow } from '../../stores/runRow'
import { isEnded } from '../../stores/runRow'
import { useRunsStore } from '../../stores/runs'
import { useRunCurves } from '../../stores/useRunCurves'
import { useRunName } from '../../ui/useRunName'

/** A run that can stand behind the curves. */
export interface RunChoice {
  readonly runId: string
  readonly name: string
}

export interface RunBehind {
  /** The chosen one, also after the next start; null for none. */
  readonly runId: WritableComputedRef<string | null>
  /** Finished runs of the same task, newest first. */
  readonly choices: ComputedRef<readonly RunChoice[]>
  /** Its curves, where there is one. */
  readonly series: ComputedRef<Readonly<Record<Quantity, readonly PlotSeries[]>>>
}

/** So many are offered, and the chosen one. */
const MOST_CHOICES = 20
/** As the loss is smoothed where nothing else is chosen. */
const SMOOTHING = 0.9
const LOOK = { hue: 'data-3', dash: [4, 3], isBehind: true } as const

/** A finished run whose curves are drawn behind those of the shown one. */
export function useRunBehind(task: () => string): RunBehind {
  const { t } = useI18n()
  const runs = useRunsStore()
  const kept = useKeptRunsStore()
  const nameOf = useRunName()
  const chosenId = keptChoice('labRunBehind', z.string().nullable(), null)

  /** Losses of other tasks are of another kind. */
  const canStand = (row: RunRow): boolean =>
    row.isKept && isEnded(row) && row.updates > 0 && row.task === task() && row.runId !== runs.selectedId
  const possible = computed(() =>
    kept.rows.filter(canStand).sort((one, other) => other.written.localeCompare(one.written)),
  )
  const chosen = computed(() => possible.value.find(({ runId }) => runId === chosenId.value) ?? null)
  const { curves, version } = useRunCurves({
    rows: () => (chosen.value ? [chosen.value] : []),
    needsMs: () => false,
    smoothing: SMOOTHING,
  })

  function seriesOf(quantity: Quantity): readonly PlotSeries[] {
    const row = chosen.value
    const own = row && curves.get(row.runId)
    if (!row || !own) return []
    const { column, places, smoothed } = own.over(quantity, 'updates')
    return [
      {
        ...{ id: 'behind', label: t('charts.behind.line', { name: nameOf(row) }), ...LOOK, column },
        ...(places ? { updates: places } : {}),
        ...(smoothed ? { isOverview: true, smoothed: { column: smoothed, weight: SMOOTHING } } : {}),
      },
    ]
  }

  return {
    runId: computed({
      get: () => chosen.value?.runId ?? null,
      set: (runId) => (chosenId.value = runId),
    }),
    choices: computed(() => {
      const all = possible.value.filter((row, i) => i < MOST_CHOICES || row === chosen.value)
      return all.map((row) => ({ runId: row.runId, name: nameOf(row) }))
    }),
    series: computed(() => {
      // What was read anew has other columns.
      void version.value
      return { loss: seriesOf('loss'), gradNorm: seriesOf('gradNorm') }
    }),
  }
}
