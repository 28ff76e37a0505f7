import type { Matrix } from '../../../core/explain/matrix'
import type { Scene } from '../../../core/explain/scene'

/** Keys of a cell's parameters end in the parameter, and in the gate where it is one gate's block. */
const PARAMETER = /_l\d+(?:_reverse)?(?=(?:\.\d+)?$)/
/** All other keys of a cell's matrices end in the cell. */
const CELL = /\.(\d+)$/

/** The row of a matrix that a unit of cell k makes or is made by; null where the matrix has no row a unit of that cell. */
export function rowOfUnit(
  { parameters, trace }: Scene,
  k: number,
  unit: number,
  { key, rows }: Pick<Matrix, 'key' | 'rows'>,
): number | null {
  if (rows !== trace.sizes.hiddenSize || unit >= rows) return null
  const parameter = PARAMETER.exec(key)
  const cell = parameter
    ? parameters.cellOf(key.slice(0, parameter.index) + parameter[0])
    : Number(CELL.exec(key)?.[1] ?? -1)
  return cell === k ? unit : null
}
