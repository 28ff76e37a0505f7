import type { Cell } from '../cells/cell'
import { spectralRadius } from '../math/eigenvalues'
import type { Floats } from '../math/floats'
import { norm } from '../math/norms'
import { largestSingularValue } from '../math/singularValue'
import type { Parameter } from '../nn/parameter'

/*
 * Plain functions of the last forward and backward pass. They read what the passes left and change nothing, so
 * they cost nothing when nobody calls them.
 */

/** Norms of dL/dh_t at every step of a cell, index t = 0 .. steps - 1, over all batch items and units (Frobenius). */
export interface StepGradientNorms {
  readonly h: Float64Array
  /** The LSTM's ||dL/dc_t||, else null. */
  readonly c: Float64Array | null
}

/** ||dL/dh_t|| and ||dL/dc_t|| after a backward pass; with clipping inside the recurrence, after it. */
export function stepGradientNorms(cell: Cell): StepGradientNorms {
  const block = cell.sizes.batch * cell.sizes.hiddenSize
  const norms = (grad: Floats): Float64Array =>
    Float64Array.from({ length: cell.steps }, (_, t) => norm(grad, t * block, block))
  return { h: norms(cell.gradH), c: cell.gradC === null ? null : norms(cell.gradC) }
}

export interface ParameterNorm {
  readonly name: string
  readonly norm: number
}

export interface GradientNorms {
  /** Over all parameters together. */
  readonly total: number
  readonly parameters: readonly ParameterNorm[]
}

/** Euclidean norms of the gradients, in total and parameter by parameter. */
export function gradientNorms(parameters: readonly Parameter[]): GradientNorms {
  const each = parameters.map(({ name, grad }) => ({ name, norm: norm(grad, 0, grad.length) }))
  return {
    total: norm(
      Float64Array.from(each, (parameter) => parameter.norm),
      0,
      each.length,
    ),
    parameters: each,
  }
}

/** What one gate's recurrent block does to vectors. */
export interface RecurrentSpectrum {
  readonly gate: string
  /** The largest |eigenvalue|: growth of powers in the long run. */
  readonly spectralRadius: number
  /** The most by which one multiplication can lengthen a vector. */
  readonly largestSingularValue: number
}

/** Spectrum of each H x H block of a cell's `weight_hh`. About 25 H³ operations a block. */
export function recurrentSpectra(cell: Cell): RecurrentSpectrum[] {
  const H = cell.sizes.hiddenSize
  const { value } = cell.parameters.weightHh
  return cell.kind.gateNames.map((gate, q) => {
    const block = value.subarray(q * H * H, (q + 1) * H * H)
    return {
      gate,
      spectralRadius: spectralRadius(block, H),
      largestSingularValue: largestSingularValue(block, H, H),
    }
  })
}

/** Below this and above 1 minus this a gate counts as saturated: its slope s (1 - s) is then below 0.0475, a fifth of the most. */
export const SATURATED_BELOW = 0.05

/** Shares of all units and batch items at each step t, 0 to 1. */
export interface GateSaturation {
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

export interface UpdateRatio {
  readonly name: string
  /** ||after - before|| / ||before||; infinite where a parameter of zeros was changed, 0 where nothing was. */
  readonly ratio: number
}

/** A copy of all values, to be taken before an optimizer step. */
export function snapshot(parameters: readonly Parameter[]): Floats[] {
  return parameters.map(({ value }) => value.slice())
}

/**
 * How far an optimizer step moved each parameter, relative to its size; about 1e-3 is a usual rule of thumb.
 * @see Karpathy, CS231n notes, "Ratio of weights:updates".
 */
export function updateRatios(before: readonly Floats[], parameters: readonly Parameter[]): UpdateRatio[] {
  return parameters.map(({ name, value }, p) => {
    const old = before[p]
    const change = Float64Array.from(value, (now, i) => now - old[i])
    const moved = norm(change, 0, change.length)
    return { name, ratio: moved === 0 ? 0 : moved / norm(old, 0, old.length) }
  })
}
