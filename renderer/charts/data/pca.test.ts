import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { principalPlane, project } from './pca'

/** Points p u + q v + w with p and q from an ellipse. */
function ellipse(u: readonly number[], v: readonly number[], offset: number): number[] {
  return Array.from({ length: 40 }, (_, k) => (k * 2 * Math.PI) / 40).flatMap((angle) =>
    u.map((_, i) => 3 * Math.cos(angle) * u[i]! + Math.sin(angle) * v[i]! + offset),
  )
}

describe('the principal plane', () => {
  it('of an ellipse is the plane in which it lies, its long axis first', () => {
    const u = [0.6, 0.8, 0]
    const v = [0, 0, 1]
    const plane = principalPlane(ellipse(u, v, 5), 40, 3)
    plane.axes[0].forEach((value, i) => expect(value).toBeCloseTo(u[i]!, 6))
    plane.axes[1].forEach((value, i) => expect(value).toBeCloseTo(v[i]!, 6))
    expect(plane.shares.map((share) => Number(share.toFixed(6)))).toEqual([0.9, 0.1])
    expect([...plane.center].map((value) => Number(value.toFixed(9)))).toEqual([5, 5, 5])
  })

  it('keeps distances of points that lie in it', () => {
    const points = ellipse([0.6, 0.8, 0], [0, 0, 1], 5)
    const flat = project(points, 40, principalPlane(points, 40, 3))
    for (let k = 0; k < 40; k++) {
      const length = Math.hypot(flat[2 * k]!, flat[2 * k + 1]!)
      const own = Math.hypot(...[0, 1, 2].map((i) => points[3 * k + i]! - 5))
      expect(length).toBeCloseTo(own, 8)
    }
  })

  it('has axes of unit length at right angles, whatever the points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (points) => {
          const { axes, shares } = principalPlane(points, 5, 4)
          const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
          expect(inner(axes[0], axes[1])).toBeCloseTo(0, 6)
          expect(inner(axes[0], axes[0])).toBeCloseTo(1, 6)
          expect(shares[0] + shares[1]).toBeLessThanOrEqual(1 + 1e-9)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has two axes at right angles even where nothing moves', () => {
    const { axes } = principalPlane(new Float64Array(12), 4, 3)
    expect(axes[0].reduce((sum, value, i) => sum + value * axes[1][i]!, 0)).toBeCloseTo(0, 9)
    expect(Math.hypot(...axes[1])).toBeCloseTo(1, 9)
  })

  it('of points that do not move, of one unit, or of non-finite points has shares of 0 and no NaN', () => {
    expect(principalPlane(new Float64Array(12).fill(0.3), 4, 3).shares).toEqual([0, 0])
    expect(principalPlane([1, 2, 3], 3, 1).shares).toEqual([1, 0])
    const plane = principalPlane([NaN, 1, 2, Infinity], 2, 2)
    expect(plane.shares).toEqual([0, 0])
    expect([...plane.center]).toEqual([0, 0])
  })
})
