import type { Clipping } from '../../../core/contract/observation'

/** A vector in the plane, from the origin. */
export interface PlaneVector {
  readonly x: number
  readonly y: number
}

/** What is drawn of a gradient before and after clipping, in units of the longer of the two. */
export interface ClippingPlane {
  readonly before: PlaneVector
  readonly after: PlaneVector
  /** The direction after clipping, of length 1. */
  readonly direction: PlaneVector
  /** The radius of the norms that clipping by the norm allows, where that is what clips. */
  readonly limit: number | null
  /** Between the two, in degrees. */
  readonly angle: number
}

/**
 * The gradient before and after clipping in the plane that the two span, so that their lengths and the angle
 * between them are the true ones: to the right along the gradient before, upwards along what is at right
 * angles to it in the gradient after,
 *
 *     before = (∥g∥, 0)        after = ∥g'∥ (cos, √(1 - cos²))
 *
 * These are the two directions in which the pair extends most: there is nothing of either outside the plane.
 * Null where one of them has no direction, or it is not known.
 */
export function clippingPlane({
  mode,
  threshold,
  normBefore,
  normAfter,
  cosine,
}: Clipping): ClippingPlane | null {
  if (![normBefore, normAfter, cosine].every(Number.isFinite)) return null
  const unit = Math.max(normBefore, normAfter)
  if (!(unit > 0)) return null
  const direction = { x: cosine, y: Math.sqrt(1 - cosine * cosine) }
  const length = normAfter / unit
  return {
    before: { x: normBefore / unit, y: 0 },
    after: { x: length * direction.x, y: length * direction.y },
    direction,
    limit: mode === 'norm' && threshold !== null ? threshold / unit : null,
    angle: (Math.acos(cosine) * 180) / Math.PI,
  }
}
