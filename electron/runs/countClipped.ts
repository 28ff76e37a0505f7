import type { Columns } from '../../core/contract/run'

/**
 * Updates whose gradient was clipped: those whose norm is another one afterwards. It may be larger, where
 * clipping at each time step took away what cancelled.
 */
export function countClipped({
  gradNorm,
  gradNormClipped,
}: Pick<Columns, 'gradNorm' | 'gradNormClipped'>): number {
  let count = 0
  for (let i = 0; i < gradNorm.length; i++) if (!Object.is(gradNorm[i], gradNormClipped[i])) count++
  return count
}
