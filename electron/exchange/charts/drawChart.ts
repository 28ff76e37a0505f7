import type { Observation } from '../../../core/contract/observation'
import type { ObservedChart } from '../../../core/contract/exchange'
import { isLoggedChart } from '../../../core/contract/exchange'
import { reason } from '../../../core/contract/reasons'
import { cellKindOf } from '../../../core/kinds/cells'
import type { StoredRun } from '../../store/runFolder'
import { observationsOf } from '../chartData'
import { ExchangeError } from '../exchangeError'
import type { ExportSource } from '../exportFormat'
import { words } from '../html/words'
import { CAPTION, inLines, settingsLine } from './caption'
import { loggedCurves } from './curves'
import { drawFlow } from './flow'
import type { Frame } from './frame'
import { COLORS, escaped, MARGIN, text } from './frame'
import { legendLines } from './legend'
import { observedCurves } from './observedCurves'
import type { Curve, Plotted } from './plotCurves'
import { plotCurves } from './plotCurves'

/** Room for the colour bar of a heatmap. */
const BAR = 90

/**
 * A chart as SVG, its text as text: no display and no canvas takes part in it.
 * @throws {ExchangeError} if the run has nothing that can be drawn.
 */
export async function* drawChart(source: ExportSource): AsyncGenerator<string> {
  const { width, height, theme, chart, language, caption, hasSettings } = source.chart
  const { experiment } = source.stored
  const colors = COLORS[theme]
  const right = width - MARGIN.right - (chart === 'flow' ? BAR : 0)
  const frame: Frame = {
    ...{ ...source.chart, colors, right, bottom: height - MARGIN.bottom },
    x: (share) => MARGIN.left + share * (right - MARGIN.left),
  }
  const { tasks, cells, figures, colon } = words[language]
  const title = `${figures[chart]}${colon}${tasks[experiment.task.name]} · ${cells[experiment.model.cell]}`
  const { parts, curves, note } = await drawn(source, frame)
  const lines = [note, caption, hasSettings ? settingsLine(experiment) : ''].flatMap((each) =>
    inLines(each, width - 2 * MARGIN.right),
  )
  const below = [
    ...legendLines(curves, frame, MARGIN.left, right - MARGIN.left),
    ...lines.map(
      (line) => (y: number) => text(MARGIN.right, y, line, colors.soft, ` font-size="${CAPTION.size}"`),
    ),
  ]
  const whole = height + below.length * CAPTION.line + (below.length > 0 ? CAPTION.line / 2 : 0)
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="Inter, 'Noto Sans SC', system-ui, sans-serif" font-size="12">
<title>${escaped(title)}</title>
<rect width="${width}" height="${whole}" fill="${colors.surface}"/>
${text(MARGIN.left, 22, title, colors.ink, ' font-size="14" font-weight="600"')}
`
  for (const part of parts) yield `${part}\n`
  for (const [i, line] of below.entries()) yield `${line(height + CAPTION.size + i * CAPTION.line)}\n`
  yield '</svg>\n'
}

interface Drawn {
  readonly parts: readonly string[]
  /** Those that a legend names. */
  readonly curves: readonly Curve[]
  /** What is to be known of it; empty where nothing is. */
  readonly note: string
}

/** What stands between the axes. */
async function drawn(source: ExportSource, frame: Frame): Promise<Drawn> {
  const { stored } = source
  const { chart } = frame
  if (isLoggedChart(chart)) return { ...plot(loggedCurves(chart, stored, frame), frame), note: '' }
  const observations = await observationsOf(source)
  if (chart === 'flow') {
    const numObserved = observations.filter(({ flow }) => flow !== null).length
    const parts = drawFlow(source, observations, frame)
    return { parts, curves: [], note: observedNote(numObserved, stored, frame) }
  }
  const content = plot(observed(chart, stored, observations, frame), frame)
  const numObserved = Math.max(...content.curves.map(({ updates }) => updates.length))
  return { ...content, note: observedNote(numObserved, stored, frame) }
}

function plot(plotted: Plotted, frame: Frame): Pick<Drawn, 'parts' | 'curves'> {
  const parts = plotCurves(plotted, frame)
  if (!parts)
    throw new ExchangeError(reason(isLoggedChart(frame.chart) ? 'nothingToDraw' : 'chartNotRecorded'))
  return { parts, curves: plotted.curves }
}

function observed(
  chart: ObservedChart,
  { experiment, log }: StoredRun,
  observations: readonly Observation[],
  frame: Frame,
): Plotted {
  if (chart === 'gates' && cellKindOf(experiment.model.cell).sigmoidGates.length === 0)
    throw new ExchangeError(reason('noGatesToDraw'))
  const content = observedCurves(chart, observations, frame)
  return { ...content, first: log.first, last: Math.max(log.first, log.length - 1) }
}

/** Why so few updates are drawn, where not all were observed. */
function observedNote(numObserved: number, { log }: StoredRun, { language }: Frame): string {
  const total = log.length - log.first
  if (numObserved >= total) return ''
  const { notes } = words[language]
  return notes.observed.replace('{n}', String(numObserved)).replace('{total}', String(total))
}
