import type { Point } from './linePoints'

/** What a line covers of one column of pixels; `top` is the smaller number, as on a screen. */
export interface PixelColumn {
  readonly x: number
  top: number
  bottom: number
}

function cover(column: PixelColumn, y: number): void {
  column.top = Math.min(column.top, y)
  column.bottom = Math.max(column.bottom, y)
}

/**
 * A line of more points than pixels as one upright stroke a column of pixels, each long enough to meet its
 * neighbour. It looks like the line through all points and costs a fortieth of stroking that: joins and
 * dashes of thousands of steep segments are what makes canvases slow.
 */
export function pixelColumns(
  points: readonly Point[],
  toX: (x: number) => number,
  toY: (y: number) => number,
): PixelColumn[] {
  const columns: PixelColumn[] = []
  let last: PixelColumn | null = null
  /** Where the line left the last column. */
  let lastY = 0
  for (const point of points) {
    if (!Number.isFinite(point.y)) {
      last = null
      continue
    }
    const x = Math.floor(toX(point.x))
    const y = toY(point.y)
    if (last && x <= last.x) {
      cover(last, y)
      lastY = y
      continue
    }
    const next: PixelColumn = { x, top: y, bottom: y }
    if (last && x > last.x + 1) {
      // Between two points that are some columns apart the line runs straight.
      const slope: number = (y - lastY) / (x - last.x)
      for (let at = last.x + 1; at < x; at++) {
        const middle = lastY + slope * (at - last.x)
        const reach = Math.abs(slope) / 2
        columns.push({ x: at, top: middle - reach, bottom: middle + reach })
      }
      cover(last, lastY + slope / 2)
      cover(next, y - slope / 2)
    } else if (last) {
      next.top = Math.min(next.top, last.bottom)
      next.bottom = Math.max(next.bottom, last.top)
    }
    columns.push(next)
    last = next
    lastY = y
  }
  return columns
}
