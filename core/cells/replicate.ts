import type { Cell, CellOptions } from './cell'

/**
 * `cell` in float64 with what it computed for sequence `item`, in each of `rows` sequences: see
 * `Cell.replicate`.
 */
export function replicate(cell: Cell, item: number, rows: number): Cell {
  const { batch, hiddenSize: H } = cell.sizes
  const options: CellOptions = { ...cell.options, dtype: 'float64' }
  const replica = cell.kind.create({ ...cell.sizes, batch: rows }, cell.parameters, options)
  replica.activations.forEach((target, a) => {
    const source = cell.activations[a]
    const numBlocks = source.length / (batch * H)
    for (let i = 0; i < numBlocks; i++) {
      const from = (i * batch + item) * H
      const remembered = source.subarray(from, from + H)
      for (let row = 0; row < rows; row++) target.set(remembered, (i * rows + row) * H)
    }
  })
  replica.steps = cell.steps
  return replica
}
