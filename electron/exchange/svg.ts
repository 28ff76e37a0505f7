import { bindTask } from '../../core/tasks/bind'
import type { StoredRun } from '../store/runFolder'
import { ExchangeError } from './exchangeError'
import { drawnUpdates, flowOf, observationsOf, smoothedLosses } from './chartData'
import type { ChartOptions } from './chartOptions'
import type { ExportSource, FileFormat } from './exportFormat'
import { words } from './html/words'

/*
 * A chart as vectors, its text as text: a logarithmic axis over whole decades, the raw curve thin behind the
 * smoothed one, the baseline dashed. No display and no canvas takes part in it.
 */

const MARGIN = { left: 64, right: 16, top: 36, bottom: 44 }
/** Room for the colour bar of a heatmap. */
const BAR = 90

const COLORS = {
  light: {
    surface: '#ffffff',
    ink: '#1b1c1f',
    soft: '#45474d',
    grid: '#e6e6e2',
    line: '#0072b2',
    raw: '#4799c8',
    second: '#d55e00',
  },
  dark: {
    surface: '#1a1c20',
    ink: '#eeeff1',
    soft: '#c3c6cc',
    grid: '#2a2d34',
    line: '#56b4e9',
    raw: '#3b708f',
    second: '#e69f00',
  },
}

/** From dark blue to light yellow, even steps to the eye. */
const RAMP = [
  ...[[26, 4, 62] as const, [21, 36, 101] as const, [0, 71, 116] as const, [0, 106, 130] as const],
  ...[[0, 141, 142] as const, [0, 174, 143] as const, [111, 201, 135] as const, [186, 222, 139] as const],
  [249, 242, 163] as const,
]

interface Frame extends ChartOptions {
  readonly colors: (typeof COLORS)['light']
  readonly right: number
  readonly bottom: number
  x(share: number): number
}

const escaped = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)
const place = (value: number) => Number(value.toFixed(2))
const short = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−')

function text(x: number, y: number, content: string, fill: string, more = ''): string {
  return `<text x="${place(x)}" y="${place(y)}" fill="${fill}"${more}>${escaped(content)}</text>`
}

async function* svgOf(source: ExportSource): AsyncGenerator<string> {
  const { width, height, theme, chart, language } = source.chart
  const colors = COLORS[theme]
  const right = width - MARGIN.right - (chart === 'flow' ? BAR : 0)
  const frame: Frame = {
    ...{ ...source.chart, colors, right, bottom: height - MARGIN.bottom },
    x: (share) => MARGIN.left + share * (right - MARGIN.left),
  }
  const { tasks, cells, figures } = words[language]
  const { task, model } = source.stored.experiment
  const title = `${figures[chart]}: ${tasks[task.name]} · ${cells[model.cell]}`
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Noto Sans SC', system-ui, sans-serif" font-size="12">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="${colors.surface}"/>
${text(MARGIN.left, 22, title, colors.ink, ' font-size="14" font-weight="600"')}
`
  yield* chart === 'flow' ? await flow(source, frame) : curves(source.stored, frame)
  yield '</svg>\n'
}

function curves(stored: StoredRun, frame: Frame): string[] {
  const { log, experiment } = stored
  const { colors, chart, right, bottom, x, language } = frame
  const indices = drawnUpdates(log.columns)
  const [first = 0, last = 0] = [indices[0], indices.at(-1)]
  const baseline = chart === 'loss' ? bindTask(experiment.task).baseline : NaN
  const columns =
    chart === 'loss'
      ? [log.columns.loss, smoothedLosses(log.columns.loss)]
      : [log.columns.gradNorm, log.columns.gradNormClipped]
  const shown = columns.map((column) => indices.map((i) => column[i]!))
  const decades = decadesOf([...shown.flat(), baseline])
  if (indices.length === 0 || !decades)
    throw new ExchangeError('the run has made no update that can be drawn')
  const { low, high } = decades
  const y = (value: number) =>
    MARGIN.top + ((high - Math.log10(value)) / (high - low)) * (bottom - MARGIN.top)
  const pathOf = (values: readonly number[]) =>
    values
      .map((value, i) => {
        if (!(value > 0 && value < Infinity)) return ''
        const before = values[i - 1] ?? NaN
        const at = `${place(x((indices[i]! - first) / Math.max(1, last - first)))} ${place(y(value))}`
        return `${before > 0 && before < Infinity ? 'L' : 'M'}${at}`
      })
      .join('')
  const every = Math.ceil((high - low) / 6)
  const parts: string[] = []
  for (let decade = low; decade <= high; decade += every) {
    const at = place(y(10 ** decade))
    const label = Math.abs(decade) <= 3 ? short(10 ** decade) : `1e${decade}`.replace('-', '−')
    parts.push(`<path d="M${MARGIN.left} ${at}H${right}" stroke="${colors.grid}"/>`)
    parts.push(text(MARGIN.left - 6, at + 4, label, colors.soft, ' text-anchor="end"'))
  }
  if (Number.isFinite(baseline) && baseline > 0) {
    const at = place(y(baseline))
    parts.push(`<path d="M${MARGIN.left} ${at}H${right}" stroke="${colors.soft}" stroke-dasharray="3 3"/>`)
    parts.push(
      text(
        right,
        at - 5,
        `${words[language].lines.baseline} ${short(baseline)}`,
        colors.soft,
        ' text-anchor="end"',
      ),
    )
  }
  const [main, other] = shown.map(pathOf) as [string, string]
  const isClipped = experiment.clip.mode !== 'none'
  const line = (d: string, stroke: string, more: string) =>
    `<path d="${d}" fill="none" stroke="${stroke}" stroke-linejoin="round"${more}/>`
  if (chart === 'loss') {
    parts.push(line(main, colors.raw, ''), line(other, colors.line, ' stroke-width="2"'))
    parts.push(
      text(right - 4, MARGIN.top - 14, words[language].lines.smoothed, colors.line, ' text-anchor="end"'),
    )
  } else {
    parts.push(line(main, colors.line, ' stroke-width="2"'))
    if (isClipped) {
      parts.push(line(other, colors.second, ' stroke-width="1.5" stroke-dasharray="6 3"'))
      parts.push(
        text(right - 4, MARGIN.top - 14, words[language].lines.clipped, colors.second, ' text-anchor="end"'),
      )
    }
  }
  return [...parts, ...updateAxis(frame, log.first + first, log.first + last)].map((part) => `${part}\n`)
}

/** Whole decades around what is above 0 and finite; null where nothing is. */
function decadesOf(values: readonly number[]): { readonly low: number; readonly high: number } | null {
  const logs = values.filter((value) => value > 0 && value < Infinity).map(Math.log10)
  if (logs.length === 0) return null
  const [least, most] = logs.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  )
  const low = Math.floor(least + 1e-9)
  return { low, high: Math.max(low + 1, Math.ceil(most - 1e-9)) }
}

/** Updates count from 1 for people. */
function updateAxis(
  { x, colors, bottom, height, right, language }: Frame,
  first: number,
  last: number,
): string[] {
  const middle = Math.round((first + last) / 2)
  return [
    text(x(0), bottom + 16, String(first + 1), colors.soft),
    text(x(0.5), bottom + 16, String(middle + 1), colors.soft, ' text-anchor="middle"'),
    text(right, bottom + 16, String(last + 1), colors.soft, ' text-anchor="end"'),
    text(x(0.5), height - 10, words[language].axes.updates, colors.soft, ' text-anchor="middle"'),
  ]
}

async function flow(source: ExportSource, frame: Frame): Promise<string[]> {
  const { x, colors, right, bottom, height, language } = frame
  const { shape } = bindTask(source.stored.experiment.task)
  const { updates, norms } = flowOf(await observationsOf(source), shape.seqLen)
  const logs = norms.flat().filter((value) => value !== null)
  if (logs.length === 0) throw new ExchangeError('the gradient flow of this run was not recorded')
  const [low, high] = [Math.min(...logs), Math.max(...logs)]
  const rows = (bottom - MARGIN.top) / shape.seqLen
  const [from, end] = [updates[0]!, source.stored.log.length]
  const xOf = (update: number) => x((update - from) / (end - from))
  const cell = (left: number, top: number, wide: number, high_: number, share: number) =>
    `<rect x="${place(left)}" y="${place(top)}" width="${place(wide)}" height="${place(high_)}" fill="${colorOf(share)}"/>`
  const parts: string[] = ['<g shape-rendering="crispEdges">']
  norms.forEach((column, u) => {
    // An observation stands until the next one.
    const [begin, until] = [xOf(updates[u]!), xOf(updates[u + 1] ?? end)]
    column.forEach((value, t) => {
      if (value === null) return
      const top = MARGIN.top + (shape.seqLen - 1 - t) * rows
      parts.push(cell(begin, top, until - begin, rows, (value - low) / Math.max(1e-9, high - low)))
    })
  })
  const step = (bottom - MARGIN.top) / 32
  for (let i = 0; i < 32; i++) parts.push(cell(right + 14, bottom - (i + 1) * step, 10, step, i / 31))
  parts.push('</g>')
  const { axes } = words[language]
  parts.push(
    text(right + 28, MARGIN.top + 10, short(10 ** high), colors.soft),
    text(right + 28, bottom, short(10 ** low), colors.soft),
    text(right + 14, MARGIN.top - 8, axes.flow, colors.soft),
    text(MARGIN.left - 6, MARGIN.top + 10, String(shape.seqLen), colors.soft, ' text-anchor="end"'),
    text(MARGIN.left - 6, bottom, '1', colors.soft, ' text-anchor="end"'),
    `<text transform="translate(${MARGIN.left - 36} ${place((MARGIN.top + bottom) / 2)}) rotate(-90)" fill="${colors.soft}" text-anchor="middle">${escaped(axes.step)}</text>`,
    text(x(0), bottom + 16, String(from + 1), colors.soft),
    text(right, bottom + 16, String(end), colors.soft, ' text-anchor="end"'),
    text(x(0.5), height - 10, axes.updates, colors.soft, ' text-anchor="middle"'),
  )
  return parts.map((part) => `${part}\n`)
}

function colorOf(share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1)
  const below = Math.min(Math.floor(at), RAMP.length - 2)
  const [from, to] = [RAMP[below]!, RAMP[below + 1]!]
  return `rgb(${from.map((channel, i) => Math.round(channel + (to[i]! - channel) * (at - below))).join(',')})`
}

export const svg: FileFormat = {
  ...{ makes: 'file', options: ['chart', 'size', 'theme', 'language'] },
  summary: 'a chart as vectors, text as text: --chart, --size, --theme, --language',
  write: svgOf,
}
