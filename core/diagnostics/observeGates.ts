import type { Cell } from '../cells/cell'
import type { Observation } from '../contract/observation'
import { gateSaturation, SATURATED_BELOW } from './gradientFlow'
import { inSequence, namedCells } from './observePass'
import type { Trainer } from '../train/trainer'

/** Saturation of gates over time and of units, in every direction of every layer. */
export function observeGates(trainer: Trainer): NonNullable<Observation['gates']> {
  const layers = namedCells(trainer).map(({ name, cell }) => ({
    name,
    gates: gateSaturation(cell).map(({ gate, low, high }) => ({
      gate,
      low: inSequence(low, trainer),
      high: inSequence(high, trainer),
    })),
    saturatedUnits: saturatedUnits(cell),
  }))
  return { layers }
}

/**
 * Share of units, 0 to 1, that let no gradient through at any step of any sequence of the last forward pass: their
 * tanh (the LSTM's g, the GRU's n, the residual net's g) lies beyond +-0.95, or their relu is 0.
 */
export function saturatedUnits(cell: Cell): number {
  const { gates, steps } = cell
  const { gateNames, sigmoidGates, name } = cell.kind
  const { seqLen, batch, hiddenSize: H } = cell.sizes
  const isRelu = name === 'rnn' && cell.options.nonlinearity === 'relu'
  const isSaturated = (value: number) => (isRelu ? value === 0 : Math.abs(value) > 1 - SATURATED_BELOW)
  const first = gateNames.findIndex((gate) => !sigmoidGates.includes(gate)) * seqLen * batch * H
  let count = 0
  for (let unit = 0; unit < H; unit++) {
    let row = 0
    while (row < steps * batch && isSaturated(gates[first + row * H + unit])) row++
    if (row === steps * batch) count++
  }
  return count / H
}
