import { expect, it } from 'vitest'
import { gateSaturation } from './observeGates'
import { B, T, trained } from './trained.testing'

it('gates count as saturated below 0.05 and above 0.95', () => {
  const { cell } = trained({ cell: 'lstm' })
  const block = B * 5
  cell.gates.fill(0.5)
  cell.gates.fill(0.01, T * block, T * block + 5)
  cell.gates.fill(0.99, (T + 1) * block, (T + 2) * block)
  const [i, f, o] = gateSaturation(cell)
  expect([i.gate, f.gate, o.gate]).toEqual(['i', 'f', 'o'])
  expect([...i.low, ...o.high]).toEqual(new Array(2 * T).fill(0))
  expect([f.low[0], f.high[0], f.high[1]]).toEqual([1 / 3, 0, 1])
  expect(gateSaturation(trained({}).cell)).toEqual([])
})
