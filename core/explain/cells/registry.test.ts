import { expect, it } from 'vitest'
import { cellKinds } from '../../kinds/cells'
import { cellDescriptions } from './registry'

it('describes a cell state where training keeps one', () => {
  const trained = Object.entries(cellKinds).map(([name, { hasCellState }]) => [name, hasCellState])
  expect(Object.entries(cellDescriptions).map(([name, { cellState }]) => [name, cellState !== null])).toEqual(
    trained,
  )
})
