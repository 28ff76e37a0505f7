import type { Matrix } from '../../../core/explain/matrix'
import { cellOf } from '../../../core/explain/matrixRef'

/** The row that belongs to a unit of cell k; null where the matrix has no row for each unit of that cell. */
export function unitRow(
  { ref, rows }: Pick<Matrix, 'ref' | 'rows'>,
  k: number,
  unit: number,
  hiddenSize: number,
): number | null {
  return rows === hiddenSize && unit < rows && cellOf(ref) === k ? unit : null
}
