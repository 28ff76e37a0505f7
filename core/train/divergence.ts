import { stateOffset } from '../cells/cell'
import type { Cell } from '../cells/cell'
import type { Divergence } from '../contract/run'
import { norm } from '../kernels/norms'
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

/** What a tensor's norm has to stay below for its square to be in float32's range, 1.8e19. */
const LARGEST_NORM = Math.sqrt(LARGEST)

/** Finds in a stretch of numbers what is wrong with it: the value, or the norm, or null. */
type Search = (floats: Floats, offset: number, length: number) => number | null

/** The first number that is NaN or infinite. */
const nonFinite: Search = (floats, offset, length) => {
  const i = firstNonFinite(floats, offset, length)
  return i < 0 ? null : floats[i]
}

/** The norm, where its square leaves float32's range. */
const tooLarge: Search = (floats, offset, length) => {
  const size = norm(floats, offset, length)
  return size > LARGEST_NORM ? size : null
}

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
 * else the loss itself, with the earliest of them that it came from: whose norm is too large to be squared.
 */
export function forwardCause(model: Model, window: BpttWindow, scores: Floats, loss: number): Cause {
  const cause = earliestForward(model, window, scores, nonFinite)
  if (cause) return cause
  const origin = earliestForward(model, window, scores, tooLarge)
  return { tensor: 'loss', step: null, value: String(loss), ...(origin ? { origin: originOf(origin) } : {}) }
}

function earliestForward(model: Model, window: BpttWindow, scores: Floats, search: Search): Cause | null {
  const state = firstState(model, window.firstStep, search)
  const output = firstScore(model, window, scores, search)
  // A state is computed before the scores of its step, so of two at the same step the state comes first.
  if (state && (!output || (state.step ?? 0) <= (output.step ?? 0) || model.spec.bidirectional)) return state
  return output
}

function originOf({ tensor, step, value }: Cause): NonNullable<Cause['origin']> {
  return { tensor, step, norm: value }
}

/**
 * The cause of a backward pass with a gradient that is not finite, or a norm that is too large: the first
 * dL/dh_t or dL/dc_t that is not, going back in time from the top layer, else the first parameter's gradient,
 * else the norm of all, with the first of them that it came from.
 */
export function backwardCause(model: Model, { firstStep }: BpttWindow, totalNorm: number): Cause {
  const first = (search: Search): Cause | null =>
    firstStateGradient(model, firstStep, search) ??
    firstParameter(model.parameters, 'grad ', ({ grad }) => grad, search)
  const cause = first(nonFinite)
  if (cause) return cause
  const origin = first(tooLarge)
  const value = String(totalNorm)
  return { tensor: 'gradient norm', step: null, value, ...(origin ? { origin: originOf(origin) } : {}) }
}

/** The first parameter, or buffer of the optimizer's memory, that is not finite after a step, or null. */
export function stepCause(
  parameters: readonly Parameter[],
  memory: readonly (readonly Floats[])[],
): Cause | null {
  const inValues = firstParameter(parameters, '', ({ value }) => value, nonFinite)
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
  search: Search,
): Cause | null {
  for (const parameter of parameters) {
    const floats = floatsOf(parameter)
    const found = search(floats, 0, floats.length)
    if (found !== null) return { tensor: `${prefix}${parameter.name}`, step: null, value: String(found) }
  }
  return null
}

function firstScore(
  model: Model,
  { supervised, firstStep }: BpttWindow,
  scores: Floats,
  search: Search,
): Cause | null {
  const block = model.sizes.batch * model.spec.outputSize
  let offset = 0
  for (const [step, flag] of supervised.entries()) {
    if (flag === 0) continue
    const found = search(scores, offset, block)
    if (found !== null) return { tensor: 'output', step: firstStep + step, value: String(found) }
    offset += block
  }
  return null
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

function firstState(model: Model, firstStep: number, search: Search): Cause | null {
  const found: Found[] = []
  model.layers.forEach((cells, layer) => {
    for (const cell of cells) {
      const times = timesOf(cell)
      const age = times.findIndex((t) => badState(cell, t, search) !== null)
      const state = age >= 0 ? badState(cell, times[age], search) : null
      if (!state) continue
      const rank = model.spec.bidirectional ? layer : age * model.layers.length + layer
      found.push({ cause: causeOf(cell, layer, '', firstStep + times[age], state), rank })
    }
  })
  return earliest(found)
}

function firstStateGradient(model: Model, firstStep: number, search: Search): Cause | null {
  const found: Found[] = []
  const numLayers = model.layers.length
  model.layers.forEach((cells, layer) => {
    const depth = numLayers - 1 - layer
    for (const cell of cells) {
      const times = timesOf(cell).reverse()
      const age = times.findIndex((t) => badGradient(cell, t, search) !== null)
      const state = age >= 0 ? badGradient(cell, times[age], search) : null
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

function badState(cell: Cell, t: number, search: Search): BadValue | null {
  const length = cell.sizes.batch * cell.sizes.hiddenSize
  return (
    badValue('c', cell.c, stateOffset(cell, t), length, search) ??
    badValue('h', cell.h, stateOffset(cell, t), length, search)
  )
}

function badGradient(cell: Cell, t: number, search: Search): BadValue | null {
  const length = cell.sizes.batch * cell.sizes.hiddenSize
  return (
    badValue('h', cell.gradH, t * length, length, search) ??
    badValue('c', cell.gradC, t * length, length, search)
  )
}

function badValue(
  name: 'h' | 'c',
  floats: Floats | null,
  offset: number,
  length: number,
  search: Search,
): BadValue | null {
  const value = floats && search(floats, offset, length)
  return value === null ? null : { name, value }
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
