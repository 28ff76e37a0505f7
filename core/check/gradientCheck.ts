import type { Floats } from '../math/floats'
import { unravel } from './compare'

/** A tensor whose analytic gradient is to be tried. */
export interface GradientTarget {
  readonly name: string
  readonly shape: readonly number[]
  /** Perturbed in place, element by element, and restored. */
  readonly value: Floats
  /** dL/dvalue as the backward pass gave it; not written to. */
  readonly grad: Floats
}

export interface GradientCheckOptions {
  /** Half the distance of the two losses. @default 1e-6 */
  readonly step?: number
  /**
   * Called after each perturbed forward pass: false says that a kink (relu) was crossed, where the difference
   * quotient is no derivative. Such elements are skipped and counted.
   * @default always smooth
   */
  readonly isSmooth?: () => boolean
}

export interface CheckedElement {
  /** Such as `rnn.weight_hh_l0`. */
  readonly tensor: string
  readonly index: readonly number[]
  readonly analytic: number
  readonly numeric: number
  /** See `relativeError`. */
  readonly error: number
}

export interface TensorCheck {
  readonly name: string
  readonly numElements: number
  readonly numSkipped: number
  /** The element with the largest error; null if all were skipped. */
  readonly worst: CheckedElement | null
}

export interface GradientReport {
  readonly ok: boolean
  readonly bound: number
  readonly maxError: number
  readonly worst: CheckedElement | null
  readonly tensors: readonly TensorCheck[]
}

export const GRADIENT_BOUND = 1e-6
/**
 * Gradients below this are compared absolutely, at GRADIENT_BOUND * 1e-3 = 1e-9: rounding of the loss rules
 * there.
 */
const SMALL = 1e-3

/**
 * |analytic - numeric| / max(|analytic|, |numeric|, 1e-3 max(1, |L|)); infinite if either is NaN. A loss L is
 * rounded to about 1e-16 |L|, which the difference quotient divides by 2e-6.
 */
export function relativeError(analytic: number, numeric: number, loss = 1): number {
  const floor = SMALL * Math.max(1, Math.abs(loss))
  const error = Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), floor)
  return Number.isNaN(error) ? Infinity : error
}

/**
 * Compares gradients with central differences of the loss, every element of every target:
 *
 *     numeric = (L(v + step) - L(v - step)) / (2 step)
 *
 * Values must be float64. `loss` runs a forward pass on the values as they are.
 * @throws {RangeError} if a target is float32, where a step of 1e-6 drowns in rounding.
 */
export function checkGradient(
  targets: readonly GradientTarget[],
  loss: () => number,
  { step = 1e-6, isSmooth = () => true }: GradientCheckOptions = {},
): GradientReport {
  const tensors = targets.map((target) => checkTensor(target, loss, step, isSmooth))
  let worst: CheckedElement | null = null
  for (const tensor of tensors) {
    if (tensor.worst !== null && !(worst !== null && worst.error >= tensor.worst.error)) worst = tensor.worst
  }
  const maxError = worst?.error ?? 0
  return { ok: maxError < GRADIENT_BOUND, bound: GRADIENT_BOUND, maxError, worst, tensors }
}

function checkTensor(
  { name, shape, value, grad }: GradientTarget,
  loss: () => number,
  step: number,
  isSmooth: () => boolean,
): TensorCheck {
  if (value instanceof Float32Array) throw new RangeError(`${name} is float32, expected float64`)
  let worst: CheckedElement | null = null
  let numSkipped = 0
  for (let i = 0; i < value.length; i++) {
    const original = value[i]
    value[i] = original + step
    const above = loss()
    const isSmoothAbove = isSmooth()
    value[i] = original - step
    const below = loss()
    const isSmoothBelow = isSmooth()
    value[i] = original
    if (!isSmoothAbove || !isSmoothBelow) {
      numSkipped++
      continue
    }
    const analytic = grad[i]
    const numeric = (above - below) / (2 * step)
    const error = relativeError(analytic, numeric, above)
    if (worst === null || error > worst.error) {
      worst = { tensor: name, index: unravel(i, shape), analytic, numeric, error }
    }
  }
  return { name, numElements: value.length, numSkipped, worst }
}
