import type { Matrix } from '../../../core/trace/matrix'

/** Sizes of a matrix on the screen in CSS pixels. */
export const CELL_HEIGHT = 20
export const HEAD = 18
/** A cell of four digits, of three, and of colour only. */
export const WIDE_WIDTH = 56
export const NARROW_WIDTH = 40
export const SMALL_WIDTH = 7
const GAP = 8
/** A column or two are never reduced to colour: it would save nothing. */
const FEW_COLUMNS = 4

/** Which of these matrices are reduced to colour so that all fit beside each other: the widest first. */
export function chooseSmall(
  matrices: readonly Matrix[],
  columnsOf: (matrix: Matrix) => number,
  cellWidth: number,
  width: number,
): ReadonlySet<string> {
  const small = new Set<string>()
  const widthOf = (matrix: Matrix): number =>
    HEAD + columnsOf(matrix) * (small.has(matrix.key) ? SMALL_WIDTH : cellWidth) + GAP
  const total = (): number => matrices.reduce((sum, matrix) => sum + widthOf(matrix), 0)
  const candidates = matrices
    .filter((matrix) => columnsOf(matrix) > FEW_COLUMNS)
    .toSorted((a, b) => columnsOf(b) - columnsOf(a))
  const result = matrices[0]?.key
  for (const matrix of candidates) {
    if (total() <= width) break
    if (matrix.key !== result) small.add(matrix.key)
  }
  return small
}
