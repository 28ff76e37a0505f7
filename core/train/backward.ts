import type { ClipSettings } from '../experiment/experiment'
import type { Floats } from '../math/floats'
import type { Model } from '../nn/model'
import type { ClipReport } from '../optim/clip'
import { clipGradNorm, clipGradValue, measureGrad } from '../optim/clip'

/**
 * Gradients of the loss whose dL/dscores is given, clipped as asked. Overwrites every `grad` and `norms`.
 *
 * `norm` and `value` clip the finished gradient. `step` limits dL/dh_t of every sequence while it flows back,
 * as Graves did, so the norm before clipping can be known only from a pass without limit: that pass is made
 * first, and the mode costs a second backward pass. There `normBefore` may be infinite or NaN while the
 * gradient in use is fine.
 *
 * @see Graves, "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850.
 */
export function backwardAndClip(
  model: Model,
  gradScores: Floats,
  mode: ClipSettings['mode'],
  threshold: number,
  norms: ClipReport,
): void {
  const { parameters } = model
  model.zeroGrad()
  model.backward(gradScores)
  if (mode === 'norm') {
    clipGradNorm(parameters, threshold, norms)
  } else if (mode === 'value') {
    clipGradValue(parameters, threshold, norms)
  } else {
    measureGrad(parameters, norms)
  }
  if (mode === 'step') limitSteps(model, gradScores, threshold, norms)
}

function limitSteps(model: Model, gradScores: Floats, stepThreshold: number, norms: ClipReport): void {
  const { normBefore } = norms
  const before = norms.before.slice()
  model.zeroGrad()
  model.backward(gradScores, { stepThreshold })
  measureGrad(model.parameters, norms)
  norms.normBefore = normBefore
  norms.before.set(before)
  norms.isClipped = model.numClipped > 0
}
