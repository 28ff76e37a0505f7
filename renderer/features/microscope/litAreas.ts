import type { Explanation } from '../../../core/explain/equation'
import type { MatrixId } from '../../../core/explain/matrixRef'

interface Range {
  readonly from: number
  readonly to: number
}

/** Rows and columns of a matrix, both ends included. */
export interface Area {
  readonly rows: Range
  readonly cols: Range
}

/** What an explained element is computed from: of each matrix the smallest area that has all of it. */
export function litAreas(explanation: Explanation | null): ReadonlyMap<MatrixId, Area> {
  const areas = new Map<MatrixId, Area>()
  for (const { factors } of explanation?.terms ?? []) {
    for (const { matrix, row, col } of factors.flatMap(({ sources = [] }) => sources)) {
      const known = areas.get(matrix.id)
      areas.set(matrix.id, { rows: extended(known?.rows, row), cols: extended(known?.cols, col) })
    }
  }
  return areas
}

function extended(range: Range | undefined, at: number): Range {
  return range ? { from: Math.min(range.from, at), to: Math.max(range.to, at) } : { from: at, to: at }
}
