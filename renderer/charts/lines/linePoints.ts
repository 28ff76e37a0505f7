import { Decimation, GAP } from './decimation'
import type { FrameRequest, Point } from './frame'
import type { ScaleKind } from '../scales/scale'
import { isDrawable } from '../scales/scale'
import type { Track } from '../data/track'

/** A track's points as they are drawn, kept from frame to frame so that only what is new costs anything. */
export class LinePoints {
  readonly points: Point[] = []
  /** Where the newest `update` changed the line: from this x on, up to its end. */
  changedFrom = -Infinity
  readonly #track: Track
  readonly #decimation: Decimation
  #scale: ScaleKind = 'log'

  constructor(track: Track) {
    this.#track = track
    this.#decimation = new Decimation(track)
  }

  /** Brings `points` up to date. A value that the axis cannot show is a gap: its y is NaN. */
  update({ x, xScale, columns, scale }: Pick<FrameRequest, 'x' | 'xScale' | 'columns' | 'scale'>): Point[] {
    const { points } = this
    this.#decimation.update(x, columns, xScale)
    const { indices, kept } = this.#decimation
    points.length = scale === this.#scale ? Math.min(kept, points.length) : 0
    this.#scale = scale
    const isAsBefore = points.length === indices.length
    this.changedFrom = isAsBefore ? Infinity : (points.at(-1)?.x ?? -Infinity)
    for (let i = points.length; i < indices.length; i++) {
      const index = indices[i]!
      if (index === GAP) {
        points.push({ x: points.at(-1)?.x ?? x.min, y: NaN })
        continue
      }
      const y = this.#track.column.at(index)
      points.push({ x: index, y: isDrawable(y, scale) ? y : NaN })
    }
    return points
  }
}
