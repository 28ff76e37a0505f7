import type { Cell, CellOptions } from './cell'

/**
 * `cell` in float64 with what it computed for sequence `item`, in each of `rows` sequences: see
 * `Cell.replicate`.
 */
export function replicate(cell: Cell, item: number, rows: number): Cell {
  const { batch, hiddenSize: H } = cell.sizes
  const replica = replicaOf(cell, rows)
  replica.activations.forEach((target, a) => {
    const source = cell.activations[a]
    const numBlocks = source.length / (batch * H)
    for (let i = 0; i < numBlocks; i++) {
      const from = (i * batch + item) * H
      const remembered = source.subarray(from, from + H)
      for (let row = 0; row < rows; row++) target.set(remembered, (i * rows + row) * H)
    }
  })
  replica.gradH.fill(0)
  replica.gradC?.fill(0)
  return replica
}

/** Those of a cell, by rows and steps: the kernels' memory is not given back, so each is made once. */
const replicas = new WeakMap<Cell, Map<string, Cell>>()

function replicaOf(cell: Cell, rows: number): Cell {
  const ofCell = replicas.get(cell) ?? new Map<string, Cell>()
  replicas.set(cell, ofCell)
  const key = `${rows} rows, ${cell.steps} steps`
  const known = ofCell.get(key)
  if (known) return known
  const options: CellOptions = { ...cell.options, dtype: 'float64' }
  const made = cell.kind.create({ ...cell.sizes, batch: rows }, cell.parameters, options)
  made.steps = cell.steps
  ofCell.set(key, made)
  return made
}
