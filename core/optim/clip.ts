import { backendOf } from '../kernels/backends'
import { storeNorm } from '../kernels/norms'
import type { Parameter } from '../nn/parameter'

/** PyTorch's guard against dividing by a zero norm; the clipped norm falls just short of the threshold. */
const EPS = 1e-6

/** Euclidean norms of gradients, before and after clipping. */
export interface ClipReport {
  /** Over all parameters together. NaN or infinite only if a gradient is (or the norm itself overflows). */
  normBefore: number
  normAfter: number
  /** One a parameter, in their order. */
  readonly before: Float64Array
  readonly after: Float64Array
  /** Whether any element was changed. */
  isClipped: boolean
}

/** A report to be filled, so that clipping allocates nothing in the training loop. */
export function createClipReport(numParameters: number): ClipReport {
  return {
    normBefore: 0,
    normAfter: 0,
    before: new Float64Array(numParameters),
    after: new Float64Array(numParameters),
    isClipped: false,
  }
}

/**
 * Measures and changes nothing: the report of gradients that are not clipped.
 *
 *     norm of a parameter = sqrt(sum g²)       total = sqrt(sum over parameters of their norms²)
 *
 * Sums are kept in float64 and run in the parameters' order. Overwrites `report`.
 */
export function measureGrad(
  parameters: readonly Parameter[],
  report: ClipReport = createClipReport(parameters.length),
): ClipReport {
  fillNorms(parameters, report.before)
  report.normBefore = total[0]
  report.normAfter = report.normBefore
  report.after.set(report.before)
  report.isClipped = false
  return report
}

/**
 * Clips the gradients by their global norm, as torch.nn.utils.clip_grad_norm_:
 *
 *     g *= min(1, maxNorm / (norm + 1e-6))
 *
 * Overwrites every `grad` and `report`. Where the norm is not finite nothing is changed: the caller sees it
 * in `report.normBefore`, and scaling by 0 or NaN would only hide it.
 * @throws {RangeError} if `maxNorm` is negative or NaN; infinity means never.
 * @see Pascanu, Mikolov and Bengio, "On the Difficulty of Training Recurrent Neural Networks",
 * arXiv:1211.5063.
 */
export function clipGradNorm(
  parameters: readonly Parameter[],
  maxNorm: number,
  report: ClipReport = createClipReport(parameters.length),
): ClipReport {
  requireThreshold('maxNorm', maxNorm)
  measureGrad(parameters, report)
  const coefficient = maxNorm / (report.normBefore + EPS)
  // Also false for a NaN norm; an infinite one gives 0 and needs the second test.
  if (!(coefficient < 1) || !Number.isFinite(report.normBefore)) return report
  for (const { grad } of parameters) backendOf(grad).scale(grad, coefficient)
  fillNorms(parameters, report.after)
  report.normAfter = total[0]
  report.isClipped = true
  return report
}

/**
 * Clips every element of the gradients, as torch.nn.utils.clip_grad_value_:  g = max(-c, min(c, g))
 *
 * It changes the gradient's direction as well as its length. Overwrites every `grad` and `report`. Where the
 * norm is not finite nothing is changed, as in `clipGradNorm`.
 * @throws {RangeError} if `clipValue` is negative or NaN; infinity means never.
 */
export function clipGradValue(
  parameters: readonly Parameter[],
  clipValue: number,
  report: ClipReport = createClipReport(parameters.length),
): ClipReport {
  requireThreshold('clipValue', clipValue)
  measureGrad(parameters, report)
  if (!Number.isFinite(report.normBefore)) return report
  for (const { grad } of parameters) {
    if (backendOf(grad).limit(grad, clipValue)) report.isClipped = true
  }
  if (!report.isClipped) return report
  fillNorms(parameters, report.after)
  report.normAfter = total[0]
  return report
}

/** The newest total, in an array since a number that is returned may cost an allocation. */
const total = new Float64Array(1)

function fillNorms(parameters: readonly Parameter[], norms: Float64Array): void {
  for (let p = 0; p < parameters.length; p++) {
    const { grad } = parameters[p]
    storeNorm(norms, p, grad, 0, grad.length)
  }
  storeNorm(total, 0, norms, 0, norms.length)
}

function requireThreshold(name: string, threshold: number): void {
  if (!(threshold >= 0)) throw new RangeError(`${name} is ${threshold}, expected a number of at least 0`)
}
