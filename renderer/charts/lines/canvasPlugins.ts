import type { Plugin } from 'chart.js'
import { shownNumber } from '../../../core/contract/counting'
import { pixelColumns } from './pixelColumns'
import type { Frame } from './frame'
import type { Point } from './linePoints'
import type { Palette } from '../color/palette'
import { strokeOf } from '../color/palette'
import { columnAt } from '../scales/scale'

/** What is on the canvas now. */
export interface Current {
  readonly frame: Frame | null
  readonly palette: Palette
  /** From this x in pixels on the canvas is painted; what is left of it stays. */
  readonly from: number
}

/** Points from the last one on that lies left of a place in pixels. */
function pointsFrom(points: Point[], place: number, toX: (x: number) => number): Point[] {
  if (place === -Infinity) return points
  const first = points.findLastIndex(({ x }) => toX(x) < place)
  return first > 0 ? points.slice(first) : points
}

/**
 * Whether a dashed line is drawn at a pixel, from where the plot begins: `dash` is lengths of dash and gap,
 * in turn.
 */
export function isInDash(dash: readonly number[], x: number): boolean {
  const period = dash.reduce((sum, length) => sum + length, 0)
  let rest = ((x % period) + period) % period
  for (const [i, length] of dash.entries()) {
    if (rest < length) return i % 2 === 0
    rest -= length
  }
  return true
}

/** Of what lies between two lines. */
const BAND_OPACITY = 0.18

/** What lies between two lines, behind all of them; up to the upper edge where the upper one is infinite. */
export function bandsPlugin(current: () => Current): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw({ ctx, chartArea: { left, top, width, height }, scales }) {
      const { frame, palette } = current()
      const { x: xScale, y: yScale } = scales
      if (!frame || !xScale || !yScale) return
      const toX = (x: number): number => xScale.getPixelForValue(shownNumber(x))
      const toY = (y: number): number => (frame.y.isDrawable(y) ? yScale.getPixelForValue(y) : top)
      ctx.save()
      ctx.beginPath()
      ctx.rect(left, top, width, height)
      ctx.clip()
      ctx.globalAlpha = BAND_OPACITY
      for (const { hue, stretches } of frame.bands) {
        ctx.fillStyle = palette[hue]
        for (const columns of stretches) {
          ctx.beginPath()
          for (const { x, upper } of columns) ctx.lineTo(toX(x), toY(upper))
          for (const { x, lower } of [...columns].reverse()) ctx.lineTo(toX(x), toY(lower))
          ctx.closePath()
          ctx.fill()
        }
      }
      ctx.restore()
    },
  }
}

/**
 * Lines of more points than pixels, a stroke a column. Between the dashes of a dashed one they are faint, so
 * that no spike is hidden.
 */
export function denseLinesPlugin(current: () => Current): Plugin<'line'> {
  return {
    id: 'denseLines',
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const { frame, palette, from } = current()
      const { y: yScale } = scales
      if (!frame || !yScale) return
      // Whole columns of pixels, although the axis may begin and end within one.
      const left = Math.round(chartArea.left)
      const scale = frame.x.over({ start: 0, end: Math.round(chartArea.width) })
      const toX = (x: number): number => left + columnAt(scale, x)
      ctx.save()
      ctx.beginPath()
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height)
      ctx.clip()
      ctx.lineWidth = 1
      for (const line of frame.lines) {
        if (!line.isDense) continue
        const columns = pixelColumns(pointsFrom(line.points, from - 1, toX), toX, (y) =>
          yScale.getPixelForValue(y),
        )
        const half = line.width / 2
        ctx.globalAlpha = line.opacity ?? 1
        const stroke = (which: (x: number) => boolean, color: string): void => {
          ctx.strokeStyle = color
          ctx.beginPath()
          for (const { x, top, bottom } of columns) {
            if (!which(x)) continue
            ctx.moveTo(x + 0.5, top - half)
            ctx.lineTo(x + 0.5, bottom + half)
          }
          ctx.stroke()
        }
        const { dash } = line
        if (dash) stroke((x) => !isInDash(dash, x - left), palette[`${line.hue}-raw`])
        stroke((x) => !dash || isInDash(dash, x - left), strokeOf(line, palette))
      }
      ctx.restore()
    },
  }
}

/** The vertical crosshair through the update that is looked at, with a ring on each line. */
export function crosshairPlugin(current: () => Current): Plugin<'line'> {
  return {
    id: 'crosshair',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { frame, palette } = current()
      const { x: xScale, y: yScale } = scales
      if (!frame?.hover || !xScale || !yScale) return
      const x = Math.round(xScale.getPixelForValue(shownNumber(frame.hover.x))) + 0.5
      if (x < chartArea.left - 1 || x > chartArea.right + 1) return
      ctx.save()
      ctx.strokeStyle = palette['ink-3']
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(x, chartArea.top)
      ctx.lineTo(x, chartArea.bottom)
      ctx.stroke()
      for (const { y, hue } of frame.hover.points) {
        ctx.beginPath()
        ctx.arc(x, yScale.getPixelForValue(y), 4, 0, 2 * Math.PI)
        ctx.fillStyle = palette['surface-1']
        ctx.strokeStyle = palette[hue]
        ctx.lineWidth = 2
        ctx.fill()
        ctx.stroke()
      }
      ctx.restore()
    },
  }
}
