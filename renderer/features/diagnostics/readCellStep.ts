import type { Observation } from '../../../core/contract/observation'
import { norm } from '../../../core/math/norms'
import type { DiagramValue } from './cellDiagrams'

type States = NonNullable<Observation['states']>

/**
 * What a value of a cell's diagram is at one step: of one unit the number itself; of all together the mean of
 * a gate and the norm of anything else. NaN where it is not known, as the state before a window of the
 * sequence; the state before the first step is 0.
 */
export function readCellStep(
  states: States,
  value: DiagramValue,
  step: number,
  unit: number | null,
  isGate: boolean,
): number {
  if (value === 'x') {
    const { inputSize, input } = states.sample
    return norm(input, step * inputSize, inputSize)
  }
  const isBefore = value === 'hBefore' || value === 'cBefore'
  const at = isBefore ? step - 1 : step
  const all = matrixOf(states, value)
  if (!all) return NaN
  if (at < 0) return 0
  const H = states.hiddenSize
  if (unit !== null) return all[at * H + unit] ?? NaN
  if (!isGate) return norm(all, at * H, H)
  let sum = 0
  for (let i = 0; i < H; i++) sum += all[at * H + i]!
  return sum / H
}

function matrixOf({ h, c, gates }: States, value: Exclude<DiagramValue, 'x'>): Float64Array | null {
  if (value === 'h' || value === 'hBefore') return h
  if (value === 'c' || value === 'cBefore') return c
  return gates.find(({ gate }) => gate === value.block)?.values ?? null
}
