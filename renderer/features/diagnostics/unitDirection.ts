import type { Plane } from '../../charts/data/pca'

/** Of the plot's reach, how far the unit that moves the point most is drawn. */
const LONGEST = 0.8

/**
 * The way in a plane along which more of a unit's state moves the point, from the centre; null where there is
 * no such unit. All units have one scale, so that their lengths compare.
 */
export function unitDirection(
  { axes: [first, second] }: Plane,
  unit: number,
  reach: { readonly a: number; readonly b: number },
): { a: number; b: number } | null {
  if (unit >= first.length) return null
  const most = first.reduce(
    (so, a, i) => Math.max(so, Math.abs(a) / reach.a, Math.abs(second[i]!) / reach.b),
    0,
  )
  const scale = LONGEST / (most || 1)
  return { a: first[unit]! * scale, b: second[unit]! * scale }
}
