import type { Floats } from '../math/floats'
import { unravel } from './compare'
import { differentiate } from './difference'

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
  /**
   * So many elements of each tensor at most, spread evenly over it.
   * @default all
   */
  readonly most?: number
  /** Hears after each element how many of all are done. */
  readonly onElement?: (done: number, total: number) => void
}

export interface CheckedElement {
  /** Such as `rnn.weight_hh_l0`. */
  readonly tensor: string
  readonly index: readonly number[]
  readonly analytic: number
  readonly numeric: number
  /** See `relativeError`; without what the difference itself may be off, where that was found out. */
  readonly error: number
}

export interface TensorCheck {
  readonly name: string
  readonly numElements: number
  /** Elements that were tried. */
  readonly numChecked: number
  /** At a kink. */
  readonly numSkipped: number
  /** Where rounding, or a loss that is too rough, leaves differences too few digits for a verdict. */
  readonly numUncertain: number
  /** The element with the largest error; null if there is no verdict on any. */
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
  const error = Math.abs(analytic - numeric) / scaleOf(analytic, numeric, loss)
  return Number.isNaN(error) ? Infinity : error
}

/** What the error of a gradient is measured against. */
function scaleOf(analytic: number, numeric: number, loss: number): number {
  return Math.max(Math.abs(analytic), Math.abs(numeric), SMALL * Math.max(1, Math.abs(loss)))
}

/**
 * So many times what `differentiate` says it may be off: it estimates, and has been seen to be 3 times off.
 */
const SAFETY = 5
/** An element that the difference may be off by more of is not judged. */
const MOST_UNCERTAIN = 1e-4
/** Nor is one of which short differences agree less than this: the loss is rougher than any step. */
const MOST_SCATTER = 1e-3

/**
 * Compares gradients with central differences of the loss, every element of every target:
 *
 *     numeric = (L(v + step) - L(v - step)) / (2 step)
 *
 * Where the two differ by more than the bound, the gradient is wrong or the difference is: sums of large
 * states lose more digits in L than L itself shows. Such an element is differentiated again, with steps of
 * many lengths, and what that difference may be off is taken from its error.
 *
 * Values must be float64. `loss` runs a forward pass on the values as they are.
 * @throws {RangeError} if a target is float32, where a step of 1e-6 drowns in rounding.
 */
export function checkGradient(
  targets: readonly GradientTarget[],
  loss: () => number,
  options: GradientCheckOptions = {},
): GradientReport {
  const { most = Infinity, onElement } = options
  const total = targets.reduce((sum, { value }) => sum + Math.min(most, value.length), 0)
  let done = 0
  const onDone = onElement && (() => onElement(++done, total))
  const tensors = targets.map((target) => checkTensor(target, loss, options, onDone))
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
  { step = 1e-6, isSmooth = () => true, most = Infinity }: GradientCheckOptions,
  onDone: () => void = () => undefined,
): TensorCheck {
  if (value instanceof Float32Array) throw new RangeError(`${name} is float32, expected float64`)
  let worst: CheckedElement | null = null
  let numSkipped = 0
  let numUncertain = 0
  const numChecked = Math.min(most, value.length)
  for (let n = 0; n < numChecked; n++, onDone()) {
    const i = Math.floor((n * value.length) / numChecked)
    const original = value[i]
    let isAllSmooth = true
    const lossAt = (offset: number): number => {
      value[i] = original + offset
      const perturbed = loss()
      if (!isSmooth()) isAllSmooth = false
      value[i] = original
      return perturbed
    }
    const above = lossAt(step)
    const below = lossAt(-step)
    if (!isAllSmooth) {
      numSkipped++
      continue
    }
    const analytic = grad[i]
    let numeric = (above - below) / (2 * step)
    let error = relativeError(analytic, numeric, above)
    if (error >= GRADIENT_BOUND && Number.isFinite(error)) {
      const better = differentiate((offset) => {
        isAllSmooth = true
        const perturbed = lossAt(offset)
        return isAllSmooth ? perturbed : NaN
      })
      const scale = scaleOf(analytic, better.value, above)
      const allowance = (SAFETY * better.error) / scale
      if (!(allowance <= MOST_UNCERTAIN && better.scatter <= MOST_SCATTER * scale)) {
        numUncertain++
        continue
      }
      numeric = better.value
      error = Math.max(0, relativeError(analytic, numeric, above) - allowance)
    }
    if (worst === null || error > worst.error) {
      worst = { tensor: name, index: unravel(i, shape), analytic, numeric, error }
    }
  }
  return { name, numElements: value.length, numChecked, numSkipped, numUncertain, worst }
}
