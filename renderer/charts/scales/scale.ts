/** Kinds of scale between which a reader of a plot can choose. */
export type ScaleKind = 'log' | 'linear'

/** The values from the start of an axis to its end. */
export interface Range {
  readonly min: number
  readonly max: number
}

/**
 * Positions of the start and the end of an axis, such as pixels; on an axis that goes up, `end` is the
 * smaller.
 */
export interface Extent {
  readonly start: number
  readonly end: number
}

/** Maps values to positions on an axis and back. */
export interface Scale {
  readonly kind: ScaleKind | 'points' | 'bands'
  readonly domain: Range
  readonly extent: Extent
  /**
   * The position of a value: `extent.start` for `domain.min`, `extent.end` for `domain.max`, beyond them
   * outside.
   */
  forward(value: number): number
  /** The value at a position. A scale of whole numbers returns the nearest one in its domain. */
  reverse(position: number): number
  /**
   * Whether the scale has a position for a value: a finite number, and on a logarithmic scale one above zero.
   */
  isDrawable(value: number): boolean
  /** Round values of the domain to mark, about `count` of them. */
  ticks(count: number): number[]
  /** The same scale on another axis. */
  over(extent: Extent): Scale
}

/** Positions as shares of an axis. */
export const UNIT: Extent = { start: 0, end: 1 }

/** The number of a range that is nearest to a value; the start of a range that is empty. */
export function clampTo({ min, max }: Range, value: number): number {
  return Math.max(Math.min(value, max), min)
}

/** The column of pixels that a value falls into, on a scale whose extent counts columns. */
export function columnAt(scale: Scale, value: number): number {
  return Math.floor(scale.forward(value) + 1e-9)
}
