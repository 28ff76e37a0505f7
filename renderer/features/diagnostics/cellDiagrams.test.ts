import { expect, it } from 'vitest'
import { cellKindOf, cellNames } from '../../../core/kinds/cells'
import { diagramOf, NODE } from './cellDiagrams'

it.each(cellNames)(
  'the diagram of %s shows every block, both states and the input, within its box',
  (cell) => {
    const { nodes, operations, width, height } = diagramOf(cell)!
    const { gateNames, hasCellState } = cellKindOf(cell)
    const values = nodes.map(({ value }) => (typeof value === 'string' ? value : value.block))
    // The plain net's only block is its state.
    const blocks = gateNames.filter((gate) => gate !== 'h')
    const states = ['x', 'hBefore', 'h', ...(hasCellState ? ['cBefore', 'c'] : [])]
    expect(values.toSorted()).toEqual([...blocks, ...states].toSorted())
    for (const { x, y } of nodes) {
      expect(x - NODE.x).toBeGreaterThan(0)
      expect(x + NODE.x).toBeLessThan(width)
      expect(y - NODE.y).toBeGreaterThan(0)
      expect(y + NODE.y).toBeLessThan(height)
    }
    expect(operations.length).toBeGreaterThan(0)
  },
)
