import { expect, it } from 'vitest'
import { cellKinds } from '../../cells/registry'
import { cellDescriptions } from './registry'

it('describes every cell that trains, with the gates that training has, in their order', () => {
  const trained = Object.entries(cellKinds).map(([name, { gateNames }]) => [name, gateNames])
  expect(Object.entries(cellDescriptions).map(([name, { gateNames }]) => [name, gateNames])).toEqual(trained)
})

it('describes a cell state where training keeps one', () => {
  const trained = Object.entries(cellKinds).map(([name, { hasCellState }]) => [name, hasCellState])
  expect(Object.entries(cellDescriptions).map(([name, { cellState }]) => [name, cellState !== null])).toEqual(
    trained,
  )
})
