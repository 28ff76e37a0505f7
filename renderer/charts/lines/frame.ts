import type { Hue } from '../color/palette'
import type { Track } from '../data/track'
import { niceDomain, scaleOf } from '../scales/continuous'
import type { Range, Scale, ScaleKind } from '../scales/scale'
import type { BandStretch, BandTracks } from './bandColumns'
import { bandStretches } from './bandColumns'
import { isDense, thinMarks } from './decimation'
import type { Point } from './linePoints'
import { LinePoints } from './linePoints'

/** A line to draw. */
export interface LineSpec {
  readonly track: Track
  readonly hue: Hue
  readonly width: number
  readonly isFaint?: boolean
  /** Of a line of more points than pixels, 0 to 1. @default 1 */
  readonly opacity?: number
  readonly dash?: readonly number[]
  /** Whether its points are marked, where they are far enough apart. */
  readonly hasDots?: boolean
  /** Whether non-finite values of this line are marked. */
  readonly marksNonFinite?: boolean
}

/** What lies between two lines, filled behind all of them. */
export interface BandSpec extends BandTracks {
  readonly hue: Hue
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
  /** @default none */
  readonly bands?: readonly BandSpec[]
  readonly levels: readonly Level[]
  readonly marks: readonly PlotMark[]
  /** The axis of updates; its extent counts columns of pixels from 0. */
  readonly x: Scale
  readonly yKind: ScaleKind
  /** Height of the plot in pixels. */
  readonly rows: number
  /** The update at which the run diverged, which has no values, or null. */
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
  readonly x: Scale
  /** Its extent counts rows of pixels from 0 at the bottom. */
  readonly y: Scale
  readonly xTicks: readonly number[]
  readonly yTicks: readonly number[]
  readonly lines: readonly FrameLine[]
  readonly bands: readonly { readonly hue: Hue; readonly stretches: readonly BandStretch[] }[]
  readonly levels: readonly Level[]
  readonly marks: readonly PlotMark[]
  /** Updates at which a value is not finite. */
  readonly nonFinite: readonly number[]
  readonly hover: { readonly x: number; readonly points: readonly { y: number; hue: Hue }[] } | null
}

/** Of one point to the next, so that their marks do not hide the line. */
const PIXELS_PER_DOT = 12
const PIXELS_PER_TICK = { x: 90, y: 28 }

function numTicks(length: number, pixelsPerTick: number): number {
  return Math.max(2, Math.floor(length / pixelsPerTick))
}

/** Least and greatest of the values in sight that the axis can show. */
function valuesInSight(
  lines: readonly FrameLine[],
  levels: readonly Level[],
  { min: first, max: last }: Range,
): Range {
  let min = Infinity
  let max = -Infinity
  const include = (y: number): void => {
    if (y < min) min = y
    if (y > max) max = y
  }
  for (const { points } of lines) {
    for (const { x, y } of points) if (x >= first && x <= last) include(y)
  }
  for (const { value } of levels) include(value)
  return { min, max }
}

function hoverAt({ lines }: FrameRequest, y: Scale, update: number | null): Frame['hover'] {
  if (update === null) return null
  const points = lines
    .map(({ track, hue }) => ({ y: track.valueAt(update), hue }))
    .filter((point) => y.isDrawable(point.y))
  return { x: update, points }
}

/**
 * Composes the frames of one plot. It owns the points that are drawn; tracks are data and may be in several
 * plots.
 */
export class FrameComposer {
  readonly #points = new WeakMap<Track, LinePoints>()

  /** The work is bounded by the plot's width. The tracks must be in sync. */
  compose(request: FrameRequest): Frame {
    const { x, yKind, rows, marks, divergedAt } = request
    const { isDrawable } = scaleOf(yKind, { min: 1, max: 10 })
    const isInSight = (update: number): boolean => update >= x.domain.min && update <= x.domain.max
    const lines = request.lines.map(({ track, ...look }) => {
      const line = this.#pointsOf(track)
      line.update(x, { kind: yKind, isDrawable })
      const { points, changedFrom } = line
      const { end: columns } = x.extent
      return {
        ...look,
        points,
        hasDots: look.hasDots === true && points.length * PIXELS_PER_DOT <= columns,
        isDense: isDense(x) && (!track.isSparse || points.length > columns),
        changedFrom,
      }
    })
    const levels = request.levels.filter(({ value }) => isDrawable(value))
    const { min, max } = valuesInSight(lines, levels, x.domain)
    const y = scaleOf(yKind, niceDomain(yKind, min, max), { start: 0, end: rows })
    const nonFinite = request.lines
      .filter(({ marksNonFinite }) => marksNonFinite)
      .flatMap(({ track }) => thinMarks(track.nonFinite, x))
    if (divergedAt !== null && isInSight(divergedAt)) nonFinite.push(divergedAt)
    return {
      x,
      y,
      xTicks: x.ticks(numTicks(x.extent.end, PIXELS_PER_TICK.x)),
      yTicks: y.ticks(numTicks(rows, PIXELS_PER_TICK.y)),
      lines,
      bands: (request.bands ?? []).map(({ hue, ...tracks }) => ({
        hue,
        stretches: bandStretches(tracks, x),
      })),
      levels,
      marks: marks.filter(({ update }) => isInSight(update)),
      nonFinite: [...new Set(nonFinite)].sort((a, b) => a - b),
      hover: hoverAt(request, y, request.hover),
    }
  }

  #pointsOf(track: Track): LinePoints {
    const known = this.#points.get(track)
    if (known) return known
    const points = new LinePoints(track)
    this.#points.set(track, points)
    return points
  }
}
