import { stateOffset } from '../cells/cell'
import type { Cell } from '../cells/cell'
import type { Divergence } from '../contract/run'
import type { Floats } from '../math/floats'
import type { Model } from '../nn/model'
import type { Parameter } from '../nn/parameter'
import type { BpttWindow } from './bpttWindow'

/** What stopped being finite, and where: a divergence without its update. */
export type Cause = Omit<Divergence, 'update'>

/**
 * The largest number of float32. A loss or a gradient norm beyond it is a divergence in float64 too: that has
 * room for 270 more decades, which would only put off the same verdict by some dozens of updates.
 */
const LARGEST = 3.4028234663852886e38

/** Whether a loss or norm is a number that training can go on with. */
export function isSound(value: number): boolean {
  return Math.abs(value) <= LARGEST
}

/** Index of the first of `length` numbers from `offset` on that is NaN or infinite, or -1. */
export function firstNonFinite(floats: Floats, offset = 0, length = floats.length - offset): number {
  // x - x is 0 for every finite x and NaN for the rest.
  for (let i = offset; i < offset + length; i++) if (floats[i] - floats[i] !== 0) return i
  return -1
}

/**
 * The cause of a forward pass whose scores or loss are not finite, or whose loss is too large: the earliest
 * of the states h_t and c_t that is not, in the order in which they are computed, else the earliest score,
 * else the loss itself.
 */
export function forwardCause(model: Model, window: BpttWindow, scores: Floats, loss: number): Cause {
  const state = firstState(model, window.firstStep)
  const output = firstScore(model, window, scores)
  // A state is computed before the scores of its step, so of two at the same step the state comes first.
  if (state && (!output || (state.step ?? 0) <= (output.step ?? 0) || model.spec.bidirectional)) return state
  return output ?? { tensor: 'loss', step: null, value: String(loss) }
}

/**
 * The cause of a backward pass with a gradient that is not finite, or a norm that is too large: the first
 * dL/dh_t or dL/dc_t that is not, going back in time from the top layer, else the first parameter's gradient,
 * else the norm of all.
 */
export function backwardCause(model: Model, { firstStep }: BpttWindow, norm: number): Cause {
  return (
    firstStateGradient(model, firstStep) ??
    firstParameter(model.parameters, 'grad ', ({ grad }) => grad) ?? {
      tensor: 'gradient norm',
      step: null,
      value: String(norm),
    }
  )
}

/** The first parameter, or buffer of the optimizer's memory, that is not finite after a step, or null. */
export function stepCause(
  parameters: readonly Parameter[],
  memory: readonly (readonly Floats[])[],
): Cause | null {
  const inValues = firstParameter(parameters, '', ({ value }) => value)
  if (inValues) return inValues
  for (let p = 0; p < parameters.length; p++) {
    for (const buffer of memory[p]) {
      const i = firstNonFinite(buffer)
      if (i >= 0) {
        return { tensor: `optimizer state of ${parameters[p].name}`, step: null, value: String(buffer[i]) }
      }
    }
  }
  return null
}

function firstParameter(
  parameters: readonly Parameter[],
  prefix: string,
  floatsOf: (parameter: Parameter) => Floats,
): Cause | null {
  for (const parameter of parameters) {
    const floats = floatsOf(parameter)
    const i = firstNonFinite(floats)
    if (i >= 0) return { tensor: `${prefix}${parameter.name}`, step: null, value: String(floats[i]) }
  }
  return null
}

function firstScore(model: Model, { supervised, firstStep }: BpttWindow, scores: Floats): Cause | null {
  const i = firstNonFinite(scores)
  if (i < 0) return null
  let row = Math.floor(i / (model.sizes.batch * model.spec.outputSize))
  const step = supervised.findIndex((flag) => flag !== 0 && row-- === 0)
  return { tensor: 'output', step: firstStep + step, value: String(scores[i]) }
}

/** A candidate with its rank in the order of computation. */
interface Found {
  readonly cause: Cause
  readonly rank: number
}

/**
 * The first in the order of computation. One direction: step by step, and within a step layer by layer. Two:
 * a layer reads all steps of the one below, so layer by layer.
 */
function earliest(found: readonly Found[]): Cause | null {
  return (
    found.reduce<Found | null>((first, each) => (first && first.rank <= each.rank ? first : each), null)
      ?.cause ?? null
  )
}

function firstState(model: Model, firstStep: number): Cause | null {
  const found: Found[] = []
  model.layers.forEach((cells, layer) => {
    for (const cell of cells) {
      const times = timesOf(cell)
      const age = times.findIndex((t) => nonFiniteState(cell, t) !== null)
      const state = age >= 0 ? nonFiniteState(cell, times[age]) : null
      if (!state) continue
      const rank = model.spec.bidirectional ? layer : age * model.layers.length + layer
      found.push({ cause: causeOf(cell, layer, '', firstStep + times[age], state), rank })
    }
  })
  return earliest(found)
}

function firstStateGradient(model: Model, firstStep: number): Cause | null {
  const found: Found[] = []
  const numLayers = model.layers.length
  model.layers.forEach((cells, layer) => {
    const depth = numLayers - 1 - layer
    for (const cell of cells) {
      const times = timesOf(cell).reverse()
      const age = times.findIndex((t) => nonFiniteGradient(cell, t) !== null)
      const state = age >= 0 ? nonFiniteGradient(cell, times[age]) : null
      if (!state) continue
      // Back through time whole layers are done one after the other, the top one first.
      found.push({ cause: causeOf(cell, layer, 'grad ', firstStep + times[age], state), rank: depth })
    }
  })
  return earliest(found)
}

interface BadValue {
  readonly name: 'h' | 'c'
  readonly value: number
}

function nonFiniteState(cell: Cell, t: number): BadValue | null {
  const length = cell.sizes.batch * cell.sizes.hiddenSize
  return (
    badValue('c', cell.c, stateOffset(cell, t), length) ?? badValue('h', cell.h, stateOffset(cell, t), length)
  )
}

function nonFiniteGradient(cell: Cell, t: number): BadValue | null {
  const length = cell.sizes.batch * cell.sizes.hiddenSize
  return badValue('h', cell.gradH, t * length, length) ?? badValue('c', cell.gradC, t * length, length)
}

function badValue(name: 'h' | 'c', floats: Floats | null, offset: number, length: number): BadValue | null {
  const i = floats ? firstNonFinite(floats, offset, length) : -1
  return floats && i >= 0 ? { name, value: floats[i] } : null
}

function causeOf(cell: Cell, layer: number, prefix: string, step: number, { name, value }: BadValue): Cause {
  const tensor = `${prefix}${name}_l${layer}${cell.isReversed ? '_reverse' : ''}`
  return { tensor, step, value: String(value) }
}

/** Times in the order in which the cell goes through them. */
function timesOf(cell: Cell): number[] {
  const times = Array.from({ length: cell.steps }, (_, t) => t)
  return cell.isReversed ? times.reverse() : times
}
