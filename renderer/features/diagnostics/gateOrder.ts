import type { Observation } from '../../../core/contract/observation'
import type { Range } from '../../charts/scales/scale'
import { niceCeil } from '../../charts/scales/nice'

type States = NonNullable<Observation['states']>

/** Blocks of tanh, -1 .. 1, and not of a sigmoid, 0 .. 1: candidates, which are no gates. */
const CANDIDATES = ['g', 'n']
/** What keeps the memory first, what reads it last. */
const ORDER = ['z', 'f', 'i', 'o', 'r']

export interface ShownBlock {
  /** The block's name; `h` where a cell has no block beside its state. */
  readonly block: string
  readonly values: Float64Array
  readonly isGate: boolean
  /** Values of the first and the last colour. */
  readonly colors: Range
}

/** What a cell's gates let through, in the order to be read: gates first, candidates after them. */
export function shownBlocks({ gates, h }: States): ShownBlock[] {
  if (gates.length === 0) return [{ block: 'h', values: h, isGate: false, colors: aroundZero(h) }]
  const rank = (gate: string): number => {
    if (CANDIDATES.includes(gate)) return ORDER.length + 1
    return ORDER.includes(gate) ? ORDER.indexOf(gate) : ORDER.length
  }
  return gates
    .toSorted((one, other) => rank(one.gate) - rank(other.gate))
    .map(({ gate, values }) => {
      const isGate = !CANDIDATES.includes(gate)
      return { block: gate, values, isGate, colors: { min: isGate ? 0 : -1, max: 1 } }
    })
}

/** The largest size among the numbers. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0)
}

/** A range around zero; 1 at least, as far as tanh reaches. */
export function aroundZero(values: ArrayLike<number>): Range {
  const reach = Math.min(niceCeil(Math.max(1, largest(values))), Number.MAX_VALUE)
  return { min: -reach, max: reach }
}
