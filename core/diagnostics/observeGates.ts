import type { Cell } from '../cells/cell'
import { isRelu } from '../kinds/cells'
import type { Observation } from '../contract/observation'
import type { Trainer } from '../train/trainer'
import { inSequence, namedCells } from './newestPass'

/**
 * Below this and above 1 minus this a gate counts as saturated: its slope s (1 - s) is then below 0.0475, a
 * fifth of the most.
 */
export const SATURATED_BELOW = 0.05

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
 * Share of units, 0 to 1, that let no gradient through at any step of any sequence of the last forward pass:
 * their tanh (the LSTM's g, the GRU's n, the residual net's g) lies beyond +-0.95, or their relu is 0.
 */
export function saturatedUnits(cell: Cell): number {
  const { gates, steps } = cell
  const { gateNames, sigmoidGates } = cell.kind
  const { seqLen, batch, hiddenSize: H } = cell.sizes
  const hasRelu = isRelu({ cell: cell.kind.name, nonlinearity: cell.options.nonlinearity })
  const isSaturated = (value: number) => (hasRelu ? value === 0 : Math.abs(value) > 1 - SATURATED_BELOW)
  const first = gateNames.findIndex((gate) => !sigmoidGates.includes(gate)) * seqLen * batch * H
  let count = 0
  for (let unit = 0; unit < H; unit++) {
    let row = 0
    while (row < steps * batch && isSaturated(gates[first + row * H + unit])) row++
    if (row === steps * batch) count++
  }
  return count / H
}

/** Shares of all units and batch items at each step t, 0 to 1. */
interface GateSaturation {
  readonly gate: string
  /** Share of values below 0.05: shut. */
  readonly low: Float64Array
  /** Share of values above 0.95: open. */
  readonly high: Float64Array
}

/** Saturation of each sigmoid gate at each step of the last forward pass; empty for cells without gates. */
export function gateSaturation(cell: Cell): GateSaturation[] {
  const { seqLen, batch, hiddenSize } = cell.sizes
  const block = batch * hiddenSize
  return cell.kind.sigmoidGates.map((gate) => {
    const first = cell.kind.gateNames.indexOf(gate) * seqLen * block
    const share = (isSaturated: (value: number) => boolean): Float64Array =>
      Float64Array.from({ length: cell.steps }, (_, t) => {
        let count = 0
        for (let i = 0; i < block; i++) if (isSaturated(cell.gates[first + t * block + i])) count++
        return count / block
      })
    return {
      gate,
      low: share((value) => value < SATURATED_BELOW),
      high: share((value) => value > 1 - SATURATED_BELOW),
    }
  })
}
