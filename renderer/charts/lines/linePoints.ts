import type { Track } from '../data/track'
import type { Scale } from '../scales/scale'
import { Decimation, GAP } from './decimation'

export interface Point {
  x: number
  y: number
}

/**
 * The points that a plot draws of a track, kept from frame to frame so that only what is new costs anything.
 */
export class LinePoints {
  /** Another array once the track was begun anew. */
  points: Point[] = []
  /** From this x on the newest `update` changed the line. */
  changedFrom = -Infinity
  readonly #track: Track
  #decimation: Decimation
  #generation: number
  #yKind: Scale['kind'] = 'log'

  constructor(track: Track) {
    this.#track = track
    this.#decimation = new Decimation(track)
    this.#generation = track.generation
  }

  /**
   * Brings `points` up to date for an axis of updates whose extent counts columns of pixels. A value that `y`
   * cannot show is a gap: its y is NaN.
   */
  update(x: Scale, y: Pick<Scale, 'kind' | 'isDrawable'>): void {
    if (this.#generation !== this.#track.generation) this.#restart()
    const { points } = this
    this.#decimation.update(x)
    const { indices, kept } = this.#decimation
    points.length = y.kind === this.#yKind ? Math.min(kept, points.length) : 0
    this.#yKind = y.kind
    const isAsBefore = points.length === indices.length
    this.changedFrom = isAsBefore ? Infinity : (points.at(-1)?.x ?? -Infinity)
    for (let i = points.length; i < indices.length; i++) {
      const index = indices[i]!
      if (index === GAP) {
        points.push({ x: points.at(-1)?.x ?? x.domain.min, y: NaN })
        continue
      }
      const value = this.#track.column.at(index)
      points.push({ x: this.#track.updateOf(index), y: y.isDrawable(value) ? value : NaN })
    }
  }

  #restart(): void {
    this.#decimation = new Decimation(this.#track)
    this.#generation = this.#track.generation
    this.points = []
  }
}
