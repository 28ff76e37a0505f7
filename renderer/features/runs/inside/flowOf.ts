import type { RecordedFlow } from '../../../../core/contract/inside'
import { settingAt } from '../../../../core/sweep/settings'
import { ABSENT, capacityFor, HeatHistory } from '../../../charts/heat/heatHistory'
import type { RunRow } from '../../../stores/runRow'

/** log10 of the gradient's norm at every step and recorded update, in the top layer's forward direction. */
export function flowHistoryOf(
  row: Pick<RunRow, 'settings' | 'parent' | 'updates'>,
  recorded: RecordedFlow,
): HeatHistory | null {
  // With truncated BPTT a pass sees a window of the sequence.
  const isWindowed = typeof settingAt(row.settings, 'train.tbptt') === 'number'
  let history: HeatHistory | null = null
  for (const { update, flow } of recorded) {
    const top = flow.layers.filter(({ name }) => !name.endsWith('_reverse')).at(-1)
    if (!top || update >= row.updates) continue
    history ??= new HeatHistory(top.h.length, capacityFor(top.h.length), row.parent?.update ?? 0)
    history.add(
      update,
      top.h.map((norm) => (isWindowed && Number.isNaN(norm) ? ABSENT : Math.log10(norm))),
    )
  }
  return history
}
