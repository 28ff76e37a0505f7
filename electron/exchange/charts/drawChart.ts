import type { ExportSource } from '../exportFormat'
import { words } from '../html/words'
import { CAPTION, inLines, settingsLine } from './caption'
import { drawCurves } from './curves'
import { drawFlow } from './flow'
import type { Frame } from './frame'
import { COLORS, escaped, MARGIN, text } from './frame'

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
  const whole = height + lines.length * CAPTION.line + (lines.length > 0 ? CAPTION.line / 2 : 0)
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="Inter, 'Noto Sans SC', system-ui, sans-serif" font-size="12">
<title>${escaped(title)}</title>
<rect width="${width}" height="${whole}" fill="${colors.surface}"/>
${text(MARGIN.left, 22, title, colors.ink, ' font-size="14" font-weight="600"')}
`
  const parts = chart === 'flow' ? await drawFlow(source, frame) : drawCurves(source.stored, frame)
  for (const part of parts) yield `${part}\n`
  for (const [i, line] of lines.entries()) {
    const y = height + CAPTION.size + i * CAPTION.line
    yield `${text(MARGIN.right, y, line, colors.soft, ` font-size="${CAPTION.size}"`)}\n`
  }
  yield '</svg>\n'
}
