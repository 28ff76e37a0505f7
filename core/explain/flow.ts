import { norm } from '../math/norms'
import type { Matrix } from './matrix'
import type { Part } from './parts'
import { flowToCellStateBefore, flowToStateBefore, fromAbove } from './passes'
import type { Scene } from './scene'

/** How large something is for one sequence, or over the whole batch (null). */
export type Item = number | null

/** The Euclidean norm of a matrix: of one sequence's column, or of all. */
export function magnitude(matrix: Matrix, item: Item): number {
  const columns = item !== null && matrix.hasItems ? [item] : [...Array(matrix.cols).keys()]
  const values = columns.flatMap((col) =>
    Array.from({ length: matrix.rows }, (_, row) => matrix.at(row, col)),
  )
  return norm(values, 0, values.length)
}

/** The norm of what a cell's step t hands back to the state before it: the edge of the way back through time. */
export function flowMagnitude(scene: Scene, k: number, t: number, item: Item): number {
  return sumMagnitude(scene, flowToStateBefore(scene, k, t), item)
}

/** The norm of what a cell's step t hands back to the cell state before it; 0 in cells without. */
export function cellFlowMagnitude(scene: Scene, k: number, t: number, item: Item): number {
  return sumMagnitude(scene, flowToCellStateBefore(scene, k, t), item)
}

/** The norm of what reaches dh_t from the head or the layer above; 0 where nothing does. */
export function flowFromAbove(scene: Scene, k: number, t: number, item: Item): number {
  return sumMagnitude(scene, fromAbove(scene, k, t), item)
}

function sumMagnitude(scene: Scene, parts: readonly Part[], item: Item): number {
  if (parts.length === 0) return 0
  const { batch, hiddenSize } = scene.trace.sizes
  const columns = item === null ? [...Array(batch).keys()] : [item]
  const values = columns.flatMap((col) =>
    Array.from({ length: hiddenSize }, (_, row) =>
      parts.reduce((sum, part) => sum + part.total(row, col), 0),
    ),
  )
  return norm(values, 0, values.length)
}
