import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { bandOf } from '../../../../core/sweep/aggregate'
import { GrowableColumn } from '../../../charts/data/growableColumn'
import type { PlotSeries } from '../../../charts/plot/useTracks'
import type { RunCurves } from '../../../stores/runCurves'
import type { RunRow } from '../../../stores/runRow'
import { isEnded } from '../../../stores/runRow'
import { READING_MS, useThrottledRef } from '../../../ui/useThrottledRef'

/** Whether runs are one experiment with several seeds. */
export const areSeeds = (rows: readonly RunRow[]) =>
  rows.length > 1 && rows.every(({ group }) => group?.kind === 'seeds' && group.id === rows[0]!.group?.id)

function columnOf(values: Float64Array): GrowableColumn {
  const column = new GrowableColumn()
  column.append(values)
  return column
}

const endOf = (row: RunRow) => {
  if (row.status === 'diverged') return 'diverged'
  return isEnded(row) ? 'ended' : 'open'
}

/** Median and quartiles of the losses of several seeds over updates; nothing of other runs. */
export function useSeedsBand(
  rows: () => readonly RunRow[],
  curves: ReadonlyMap<string, RunCurves>,
  version: Readonly<Ref<number>>,
): Readonly<Ref<readonly PlotSeries[]>> {
  const { t } = useI18n()
  return useThrottledRef<readonly PlotSeries[]>(() => {
    void version.value
    if (!areSeeds(rows())) return []
    const band = bandOf(
      rows().flatMap((row) => {
        const known = curves.get(row.runId)
        const loss = known && !known.isOverview && known.over('loss', 'updates').column.view()
        return loss ? [{ loss, end: endOf(row) as 'ended' | 'diverged' | 'open' }] : []
      }),
    )
    const median = { hue: 'data-reference' as const, rawOpacity: 0 }
    const quartile = { ...median, dash: [3, 3] }
    return [
      { ...median, id: 'median', label: t('runs.seeds.median'), column: columnOf(band.median) },
      {
        ...{ id: 'lower', label: t('runs.seeds.lower'), ...quartile, fillTo: 'upper' },
        column: columnOf(band.lower),
      },
      { id: 'upper', label: t('runs.seeds.upper'), ...quartile, column: columnOf(band.upper) },
    ]
  }, READING_MS)
}
