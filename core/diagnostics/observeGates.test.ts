import { expect, it } from 'vitest'
import { gateSaturation, saturatedUnits } from './observeGates'
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

it('g and n are candidates, not gates: no saturation of a gate is counted of them', () => {
  const gatesOf = (cell: 'gru' | 'lstm' | 'residual' | 'rnn') =>
    gateSaturation(trained({ cell }).cell).map(({ gate }) => gate)
  expect([gatesOf('lstm'), gatesOf('gru')]).toEqual([
    ['i', 'f', 'o'],
    ['r', 'z'],
  ])
  expect([gatesOf('residual'), gatesOf('rnn')]).toEqual([[], []])
})

it('gates of exactly 0.05 and 0.95 do not', () => {
  const { cell } = trained({ cell: 'lstm' })
  for (const value of [0.05, 0.95]) {
    cell.gates.fill(value)
    for (const { low, high } of gateSaturation(cell)) {
      expect([...low, ...high]).toEqual(new Array(2 * T).fill(0))
    }
  }
})

it('a gated cell has no relu, whatever the nonlinearity of the experiment', () => {
  const { cell } = trained({ cell: 'gru', nonlinearity: 'relu' })
  cell.gates.fill(0)
  expect(saturatedUnits(cell)).toBe(0)
})
