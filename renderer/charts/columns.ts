import type { Point } from './frame'

/** What a line covers of one column of pixels; `top` is the smaller number, as on a screen. */
export interface PixelColumn {
  readonly x: number
  top: number
  bottom: number
}

/**
 * A line of more points than pixels as one upright stroke a column of pixels, each long enough to meet its
 * neighbour. It looks like the line through all points and costs a fortieth of stroking that: joins and dashes
 * of thousands of steep segments are what makes canvases slow.
 */
export function pixelColumns(
  points: readonly Point[],
  toX: (x: number) => number,
  toY: (y: number) => number,
): PixelColumn[] {
  const columns: PixelColumn[] = []
  let last: PixelColumn | null = null
  for (const point of points) {
    if (!Number.isFinite(point.y)) {
      last = null
      continue
    }
    const x = Math.floor(toX(point.x))
    const y = toY(point.y)
    if (last && x <= last.x) {
      last.top = Math.min(last.top, y)
      last.bottom = Math.max(last.bottom, y)
      continue
    }
    const next: PixelColumn = { x, top: y, bottom: y }
    if (last) {
      for (let between = last.x + 1; between < x; between++) columns.push({ ...last, x: between })
      next.top = Math.min(next.top, last.bottom)
      next.bottom = Math.max(next.bottom, last.top)
    }
    columns.push(next)
    last = next
  }
  return columns
}
