import type { ChartName } from '../../../core/contract/exchange'
import { reason } from '../../../core/contract/reasons'
import { bindTask } from '../../../core/tasks/bind'
import type { StoredRun } from '../../store/runFolder'
import { drawnUpdates, smoothedLosses } from '../chartData'
import { ExchangeError } from '../exchangeError'
import { words } from '../html/words'
import type { Frame } from './frame'
import { MARGIN, place, short, text, updateAxis } from './frame'

/*
 * Curves over the updates on a logarithmic axis of whole decades. What is 0, negative or not finite leaves a
 * gap, as it has no place there.
 */

interface Curve {
  readonly values: ArrayLike<number>
  readonly stroke: string
  /** Further attributes of its path. */
  readonly more: string
  /** What it is, where there are several. */
  readonly label?: string
}

/**
 * The curves of a run's chart.
 * @throws {ExchangeError} if the run has nothing that can be drawn.
 */
export function drawCurves(stored: StoredRun, frame: Frame): string[] {
  const { log, experiment } = stored
  const { colors, right, bottom, x, language } = frame
  const indices = drawnUpdates(log.columns)
  const [first = 0, last = 0] = [indices[0], indices.at(-1)]
  const baseline = frame.chart === 'loss' ? bindTask(experiment.task).baseline : NaN
  const curves = curvesOf(stored, frame)
  const shown = curves.map(({ values }) => indices.map((i) => values[i]!))
  const decades = decadesOf([...shown.flat(), baseline])
  if (indices.length === 0 || !decades) {
    throw new ExchangeError(reason('nothingToDraw'))
  }
  const { low, high } = decades
  const y = (value: number) =>
    MARGIN.top + ((high - Math.log10(value)) / (high - low)) * (bottom - MARGIN.top)
  const pathOf = (values: readonly number[]) =>
    values
      .map((value, i) => {
        if (!isDrawn(value)) return ''
        const at = `${place(x((indices[i]! - first) / Math.max(1, last - first)))} ${place(y(value))}`
        return `${isDrawn(values[i - 1] ?? NaN) ? 'L' : 'M'}${at}`
      })
      .join('')
  const parts = decadeAxis(frame, decades, y)
  if (isDrawn(baseline)) {
    const at = place(y(baseline))
    const label = `${words[language].lines.baseline} ${short(baseline)}`
    parts.push(
      `<path d="M${MARGIN.left} ${at}H${right}" stroke="${colors.soft}" stroke-dasharray="3 3"/>`,
      text(right, at - 5, label, colors.soft, ' text-anchor="end"'),
    )
  }
  curves.forEach(({ stroke, more, label }, i) => {
    const round = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
    parts.push(`<path d="${pathOf(shown[i]!)}" ${round} stroke="${stroke}"${more}/>`)
    if (label) parts.push(text(right - 4, MARGIN.top - 14, label, stroke, ' text-anchor="end"'))
  })
  return [...parts, ...updateAxis(frame, log.first + first, log.first + last)]
}

const isDrawn = (value: number) => value > 0 && value < Infinity

function curvesOf({ log, experiment }: StoredRun, { chart, colors, language }: Frame): Curve[] {
  const { columns } = log
  const { lines } = words[language]
  const wide = ' stroke-width="2"'
  const kinds: Record<Exclude<ChartName, 'flow'>, () => Curve[]> = {
    loss: () => [
      { values: columns.loss, stroke: colors.raw, more: '' },
      { values: smoothedLosses(columns.loss), stroke: colors.line, more: wide, label: lines.smoothed },
    ],
    gradNorm: () => {
      const whole = { values: columns.gradNorm, stroke: colors.line, more: wide }
      const more = ' stroke-width="1.5" stroke-dasharray="6 3"'
      const clipped = { values: columns.gradNormClipped, stroke: colors.second, more, label: lines.clipped }
      return experiment.clip.mode === 'none' ? [whole] : [whole, clipped]
    },
    lr: () => [{ values: columns.lr, stroke: colors.line, more: wide }],
  }
  return chart === 'flow' ? [] : kinds[chart]()
}

interface Decades {
  readonly low: number
  readonly high: number
}

/** Whole decades around what is above 0 and finite; null where nothing is. */
function decadesOf(values: readonly number[]): Decades | null {
  const logs = values.filter(isDrawn).map(Math.log10)
  if (logs.length === 0) return null
  const [least, most] = logs.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  )
  const low = Math.floor(least + 1e-9)
  return { low, high: Math.max(low + 1, Math.ceil(most - 1e-9)) }
}

/** At most seven decades with their lines across the chart. */
function decadeAxis({ colors, right }: Frame, { low, high }: Decades, y: (value: number) => number) {
  const every = Math.ceil((high - low) / 6)
  const parts: string[] = []
  for (let decade = low; decade <= high; decade += every) {
    const at = place(y(10 ** decade))
    const label = Math.abs(decade) <= 3 ? short(10 ** decade) : `1e${decade}`.replace('-', '−')
    parts.push(
      `<path d="M${MARGIN.left} ${at}H${right}" stroke="${colors.grid}"/>`,
      text(MARGIN.left - 6, at + 4, label, colors.soft, ' text-anchor="end"'),
    )
  }
  return parts
}
