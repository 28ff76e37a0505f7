import { isDense, thinMarks } from './decimation'
import type { Range, ScaleKind } from '../scales/scale'
import { isDrawable, niceRange, ticks } from '../scales/scale'
import type { Track } from '../data/track'
import { updateTicks } from '../scales/updates'

/** Names of the data colours; the drawing surface looks them up in the style sheet. */
export type Hue = 'data-1' | 'data-2' | 'data-3' | 'data-4' | 'data-reference'

export interface Point {
  x: number
  y: number
}

/** A line to draw. */
export interface LineSpec {
  readonly track: Track
  readonly hue: Hue
  readonly width: number
  readonly isFaint?: boolean
  readonly dash?: readonly number[]
  /** Whether non-finite values of this line are marked. */
  readonly marksNonFinite?: boolean
}

/** A horizontal line at a value. */
export interface Level {
  readonly value: number
  readonly label: string
  readonly hue: Hue
  readonly dash: readonly number[]
}

/** A vertical line at an update, such as where a setting changed. */
export interface PlotMark {
  readonly update: number
  readonly label: string
}

export interface FrameRequest {
  readonly lines: readonly LineSpec[]
  readonly levels: readonly Level[]
  readonly marks: readonly PlotMark[]
  readonly x: Range
  readonly xScale: ScaleKind
  /** Of the values. */
  readonly scale: ScaleKind
  readonly columns: number
  readonly rows: number
  /** An update at which the run broke off without values, or null. */
  readonly divergedAt: number | null
  readonly hover: number | null
}

export interface FrameLine extends Omit<LineSpec, 'track'> {
  readonly points: Point[]
  /** There are more points than columns of pixels: `points` are the extremes of each column. */
  readonly isDense: boolean
  /** From this x on the points are others than in the plot's frame before. */
  readonly changedFrom: number
}

/** All that a plot shows at one moment, in data coordinates. */
export interface Frame {
  readonly x: Range
  readonly y: Range
  readonly xScale: ScaleKind
  readonly scale: ScaleKind
  readonly xTicks: readonly number[]
  readonly yTicks: readonly number[]
  readonly lines: readonly FrameLine[]
  readonly levels: readonly Level[]
  readonly marks: readonly PlotMark[]
  /** Updates at which a value cannot be drawn. */
  readonly nonFinite: readonly number[]
  readonly hover: { readonly x: number; readonly points: readonly { y: number; hue: Hue }[] } | null
}

const PIXELS_PER_TICK = { x: 90, y: 28 }

function extent(lines: readonly FrameLine[], levels: readonly Level[], x: Range, scale: ScaleKind): Range {
  let min = Infinity
  let max = -Infinity
  const include = (y: number): void => {
    if (!isDrawable(y, scale)) return
    if (y < min) min = y
    if (y > max) max = y
  }
  for (const { points } of lines) {
    for (const point of points) if (point.x >= x.min && point.x <= x.max) include(point.y)
  }
  for (const { value } of levels) include(value)
  return { min, max }
}

/** Composes a frame from tracks that are in sync. The work is bounded by the plot's width. */
export function composeFrame(request: FrameRequest): Frame {
  const { x, xScale, scale, columns, rows, hover, levels, marks } = request
  const lines = request.lines.map(({ track, ...look }) => ({
    ...look,
    points: track.points.update({ x, xScale, columns, scale }),
    isDense: isDense(x.min, x.max, columns),
    changedFrom: track.points.changedFrom,
  }))
  const reach = extent(lines, levels, x, scale)
  const y = niceRange(reach.min, reach.max, scale)
  const nonFinite = request.lines
    .filter(({ marksNonFinite }) => marksNonFinite)
    .flatMap(({ track }) => thinMarks(track.nonFinite, { min: x.min, max: x.max + 1 }, columns, xScale))
  const { divergedAt } = request
  if (divergedAt !== null && divergedAt >= x.min && divergedAt <= x.max) nonFinite.push(divergedAt)
  return {
    x,
    y,
    xScale,
    scale,
    xTicks: updateTicks(x, xScale, Math.max(2, Math.floor(columns / PIXELS_PER_TICK.x))),
    yTicks: ticks(y, scale, Math.max(2, Math.floor(rows / PIXELS_PER_TICK.y))),
    lines,
    levels: levels.filter(({ value }) => isDrawable(value, scale)),
    marks: marks.filter(({ update }) => update >= x.min && update <= x.max),
    nonFinite: [...new Set(nonFinite)].sort((a, b) => a - b),
    hover: hover === null || !isDrawable(hover, xScale) ? null : hoverAt(request, hover),
  }
}

function hoverAt({ lines, scale }: FrameRequest, update: number): Frame['hover'] {
  const points = lines
    .map(({ track, hue }) => ({ y: track.column.at(update), hue }))
    .filter(({ y }) => isDrawable(y, scale))
  return { x: update, points }
}
