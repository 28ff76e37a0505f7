import type { ChartDataset } from 'chart.js'
import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js'
import annotationPlugin from 'chartjs-plugin-annotation'
import { levelAnnotations, markAnnotations } from './annotations'
import type { Current } from './canvasPlugins'
import { bandsPlugin, crosshairPlugin, denseLinesPlugin } from './canvasPlugins'
import type { Frame, FrameLine } from './frame'
import type { Point } from './linePoints'
import { indexOfNumber, shownNumber } from '../../../core/contract/counting'
import type { Palette } from '../color/palette'
import { readPalette, strokeOf } from '../color/palette'
import type { Range, Scale } from '../scales/scale'
import { clampTo, columnAt } from '../scales/scale'
import type { Surface, SurfaceFactory } from './surface'

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, annotationPlugin)

/**
 * The plot keeps these distances whatever the labels are, so that its width is known before its points are
 * chosen: there is one for every column of pixels. On the right half of the last label has room, on the left
 * and below also the axis' title.
 */
const MARGINS = { left: 58, right: 30, top: 8, bottom: 36 }
/** Of that, how much the labels of the updates take. */
const LABELS = 22
/**
 * Lines of more points are drawn without dashes and in whole pixels: both are dear, and neither can be seen.
 */
const MOST_STYLED = 250
const FONT = { family: "'Inter Variable', 'Unroll Signs', 'Noto Sans SC Variable', sans-serif", size: 12 }

/** Whether a point stands between gaps, where no line shows it. */
function isAlone(points: readonly Point[], i: number): boolean {
  const isGap = (point: Point | undefined): boolean => !point || Number.isNaN(point.y)
  return !isGap(points[i]) && isGap(points[i - 1]) && isGap(points[i + 1])
}

function lineDataset(line: FrameLine, palette: Palette): ChartDataset<'line', Point[]> {
  const { points, hue, width, dash, hasDots } = line
  const isBusy = points.length > MOST_STYLED
  return {
    data: points.map(({ x, y }) => ({ x: shownNumber(x), y })),
    borderColor: strokeOf(line, palette),
    borderWidth: isBusy ? Math.floor(width) : width,
    borderDash: isBusy ? [] : [...(dash ?? [])],
    borderJoinStyle: 'bevel',
    pointRadius: points.map((_, i) => (hasDots || isAlone(points, i) ? 2.5 : 0)),
    pointBorderWidth: 0,
    pointBackgroundColor: palette[hue],
    pointHitRadius: 0,
    spanGaps: false,
  }
}

/** Crosses at the upper edge where a value was not finite. */
function nonFiniteDataset({ nonFinite, y }: Frame, palette: Palette): ChartDataset<'line', Point[]> {
  return {
    data: nonFinite.map((update) => ({ x: shownNumber(update), y: y.domain.max })),
    showLine: false,
    clip: false,
    pointStyle: 'crossRot',
    pointRadius: 5,
    pointBorderWidth: 2,
    pointBorderColor: palette.danger,
  } as ChartDataset<'line', Point[]>
}

/** Whether a frame differs from the one before, laid out alike, only in that its lines are longer. */
function isGrown(before: Frame | null, next: Frame): boolean {
  const look = ({ lines, hover }: Frame): string =>
    JSON.stringify([hover, lines.map(({ hue, width, isFaint }) => [hue, width, isFaint])])
  return (
    before !== null &&
    look(before) === look(next) &&
    next.lines.every(({ points }, i) => points === before.lines[i]?.points)
  )
}

/**
 * A surface drawn by Chart.js: it maps and paints; ranges, ticks and points are decided by the frame.
 * Chart.js has the numbers of updates on its axis, which a logarithmic one can show from the first on.
 */
export const createChartSurface: SurfaceFactory = (canvas, { formatX, formatY }) => {
  if (!canvas.getContext('2d')) return null
  const host = canvas.parentElement ?? canvas
  let palette = readPalette(host)
  let frame: Frame | null = null
  /** Where the part of the canvas begins that is painted. */
  let from = -Infinity
  const current = (): Current => ({ frame, palette, from })

  const axis = (format: (value: number) => string) => ({
    ticks: {
      font: FONT,
      maxRotation: 0,
      autoSkip: false,
      callback: (value: string | number) => format(Number(value)),
    },
    border: { display: false },
  })
  const chart = new Chart<'line', Point[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins: [bandsPlugin(current), denseLinesPlugin(current), crosshairPlugin(current)],
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: MARGINS.top, right: MARGINS.right, bottom: MARGINS.bottom - LABELS } },
      scales: {
        x: {
          type: 'linear',
          ...axis((shown) => formatX(indexOfNumber(shown))),
          afterFit: (scale) => void Object.assign(scale, { height: LABELS, paddingLeft: 0, paddingRight: 0 }),
          afterBuildTicks: (scale) =>
            void (scale.ticks = (frame?.xTicks ?? []).map((update) => ({ value: shownNumber(update) }))),
        },
        y: {
          type: 'logarithmic',
          ...axis(formatY),
          afterFit: (scale) =>
            void Object.assign(scale, { width: MARGINS.left, paddingTop: 0, paddingBottom: 0 }),
          afterBuildTicks: (scale) => void (scale.ticks = (frame?.yTicks ?? []).map((value) => ({ value }))),
        },
      },
      plugins: { annotation: { annotations: {} } },
    },
  })

  function style(): void {
    palette = readPalette(host)
    for (const id of ['x', 'y']) {
      const options = chart.options.scales![id]!
      options.grid = { color: palette['data-grid'], drawTicks: false }
      options.ticks!.color = palette['ink-3']
    }
  }

  /** All of a frame that Chart.js lays out. While it stays, only the canvas is painted again. */
  let laidOut = ''
  function draw(next: Frame): void {
    const before = frame
    frame = next
    const { x, y, xTicks, yTicks, levels, marks, nonFinite } = next
    const layout = next.lines.every((line) => line.isDense)
      ? JSON.stringify([x, y, xTicks, yTicks, levels, marks, nonFinite, surface.plotArea])
      : ''
    if (layout !== '' && layout === laidOut) return isGrown(before, next) ? drawEnd(next) : chart.draw()
    laidOut = layout
    layOut(next)
  }

  /** Paints the columns of pixels that changed: a line of thousands of updates changes at its end only. */
  function drawEnd({ lines, x }: Frame): void {
    const { left, width } = chart.chartArea
    const scale = x.over({ start: 0, end: Math.round(width) })
    const column = (update: number): number => Math.round(left) + columnAt(scale, clampTo(x.domain, update))
    const changed = Math.min(...lines.map(({ changedFrom }) => changedFrom))
    if (changed === Infinity) return
    const end = Math.max(...lines.map(({ points }) => points.at(-1)?.x ?? x.domain.min))
    const { ctx, currentDevicePixelRatio: ratio } = chart
    // Whole pixels of the device, so that no edge is painted half.
    from = Math.floor((column(changed) - 1) * ratio) / ratio
    const to = Math.ceil((column(end) + 2) * ratio) / ratio
    ctx.save()
    ctx.beginPath()
    ctx.rect(from, 0, to - from, chart.height)
    ctx.clip()
    chart.draw()
    ctx.restore()
    from = -Infinity
  }

  function setAxis(id: 'x' | 'y', kind: Scale['kind'], domain: Range): void {
    const options = chart.options.scales![id]!
    // Changing the type makes a new axis, so only where it differs.
    const type = kind === 'log' ? 'logarithmic' : 'linear'
    if (options.type !== type) Object.assign(options, { type })
    Object.assign(options, domain)
  }

  function layOut(next: Frame): void {
    // Chart.js paints the first data set last, on top; a frame's later lines belong on top.
    const lines = next.lines.filter((line) => !line.isDense).map((line) => lineDataset(line, palette))
    chart.data.datasets = [nonFiniteDataset(next, palette), ...lines.reverse()]
    const { min, max } = next.x.domain
    setAxis('x', next.x.kind, { min: shownNumber(min), max: shownNumber(max) })
    setAxis('y', next.y.kind, next.y.domain)
    chart.options.plugins!.annotation!.annotations = {
      ...levelAnnotations(next.levels, next.y, palette),
      ...markAnnotations(next.marks, next.x, palette),
    }
    chart.update('none')
  }

  const surface: Surface = {
    draw,
    get plotArea() {
      const { left, right, top, bottom } = MARGINS
      return { left, width: chart.width - left - right, height: chart.height - top - bottom }
    },
    restyle() {
      style()
      laidOut = ''
      if (frame) draw(frame)
    },
    resize(scale) {
      laidOut = ''
      chart.options.devicePixelRatio = scale * (window.devicePixelRatio || 1)
      chart.resize(host.clientWidth, host.clientHeight)
    },
    destroy: () => chart.destroy(),
  }
  style()
  surface.resize(1)
  return surface
}
