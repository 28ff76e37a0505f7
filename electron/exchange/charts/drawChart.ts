import type { ObservedChart } from '../../../core/contract/exchange'
import { isLoggedChart } from '../../../core/contract/exchange'
import { reason } from '../../../core/contract/reasons'
import { cellKindOf } from '../../../core/kinds/cells'
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
import type { Plotted } from './plotCurves'
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
  const lines = [caption, hasSettings ? settingsLine(experiment) : ''].flatMap((each) =>
    inLines(each, width - 2 * MARGIN.right),
  )
  const right = width - MARGIN.right - (chart === 'flow' ? BAR : 0)
  const frame: Frame = {
    ...{ ...source.chart, colors, right, bottom: height - MARGIN.bottom },
    x: (share) => MARGIN.left + share * (right - MARGIN.left),
  }
  const { tasks, cells, figures } = words[language]
  const title = `${figures[chart]}: ${tasks[experiment.task.name]} · ${cells[experiment.model.cell]}`
  const { parts, curves } = await drawn(source, frame)
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

/** What stands between the axes, and the curves that a legend names. */
async function drawn(
  source: ExportSource,
  frame: Frame,
): Promise<{ parts: string[] } & Pick<Plotted, 'curves'>> {
  const { stored } = source
  const { chart } = frame
  if (chart === 'flow') return { parts: await drawFlow(source, frame), curves: [] }
  const plotted = isLoggedChart(chart)
    ? loggedCurves(chart, stored, frame)
    : await observed(chart, source, frame)
  const parts = plotCurves(plotted, frame)
  if (!parts) throw new ExchangeError(reason(isLoggedChart(chart) ? 'nothingToDraw' : 'chartNotRecorded'))
  return { parts, curves: plotted.curves }
}

async function observed(chart: ObservedChart, source: ExportSource, frame: Frame): Promise<Plotted> {
  const { experiment, log } = source.stored
  const { cell } = experiment.model
  if (chart === 'gates' && cellKindOf(cell).sigmoidGates.length === 0)
    throw new ExchangeError(reason('noGatesToDraw'))
  const content = observedCurves(chart, await observationsOf(source), frame)
  return { ...content, first: log.first, last: Math.max(log.first, log.length - 1) }
}
