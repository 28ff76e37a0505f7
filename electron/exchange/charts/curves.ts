import type { LoggedChart } from '../../../core/contract/exchange'
import { bindTask } from '../../../core/tasks/bind'
import type { StoredRun } from '../../store/runFolder'
import { drawnUpdates, smoothedLosses } from '../chartData'
import { words } from '../html/words'
import type { Frame } from './frame'
import type { Curve, Plotted } from './plotCurves'
import { baselineLevel } from './plotCurves'

/** The curves of what the log has of every update. */
export function loggedCurves(chart: LoggedChart, { log, experiment }: StoredRun, frame: Frame): Plotted {
  const { columns } = log
  const { colors, language } = frame
  const { lines } = words[language]
  const indices = drawnUpdates(columns)
  const updates = indices.map((i) => log.first + i)
  const curve = (column: ArrayLike<number>, stroke: string, more: string, label?: string): Curve => ({
    ...{ updates, values: indices.map((i) => column[i]!), stroke, more },
    ...(label === undefined ? {} : { label }),
  })
  const wide = ' stroke-width="2"'
  const dashed = ' stroke-width="1.5" stroke-dasharray="6 3"'
  const isClipped = experiment.clip.mode !== 'none'
  const kinds: Readonly<Record<LoggedChart, () => Curve[]>> = {
    loss: () => [
      curve(columns.loss, colors.raw, ''),
      curve(smoothedLosses(columns.loss), colors.line, wide, lines.smoothed),
    ],
    gradNorm: () => [
      curve(columns.gradNorm, colors.line, wide),
      ...(isClipped ? [curve(columns.gradNormClipped, colors.second, dashed, lines.clipped)] : []),
    ],
    lr: () => [curve(columns.lr, colors.line, wide)],
  }
  return {
    ...{ curves: kinds[chart](), axis: 'decades', first: updates[0] ?? 0, last: updates.at(-1) ?? 0 },
    levels: chart === 'loss' ? [baselineLevel(bindTask(experiment.task).baseline, language)] : [],
  }
}
