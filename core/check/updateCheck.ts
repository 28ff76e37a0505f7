import type { Trace } from '../contract/trace'
import type { GradientCheckReport } from '../contract/verify'
import type { Experiment } from '../experiment/experiment'
import { isRelu } from '../kinds/cells'
import { startTrace, traceFailed } from '../replay/trace'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'
import { differentiate } from './difference'
import type { CheckedElement, GradientTarget } from './gradientCheck'
import { checkGradient } from './gradientCheck'
import { watchKinks } from './modelCheck'

export interface UpdateCheckOptions {
  /** So many elements of each parameter at most; null for all. */
  readonly most: number | null
  readonly onElement?: (done: number, total: number) => void
}

/** An experiment as its gradients are checked: in float64, by one thread. */
function forCheck(experiment: Experiment): Experiment {
  return { ...experiment, train: { ...experiment.train, dtype: 'float64', threads: 1 } }
}

/**
 * The gradient check of an experiment's first update: its own initial weights, batch and loss, in float64;
 * every parameter, before clipping. What dropout drops stays the same throughout.
 */
export function checkUpdate(
  experiment: Experiment,
  { most, onElement }: UpdateCheckOptions,
): GradientCheckReport {
  const trainer = createTrainer(forCheck(experiment))
  const { model } = trainer
  const window = trainer.nextWindow()
  const first = trainer.forward(window)
  model.zeroGrad()
  model.backward(window.gradScores)
  const loss = (): number => trainer.forward(window)
  const report = checkGradient(model.parameters, loss, {
    ...(isRelu(experiment.model) ? watchKinks(model) : {}),
    ...(most === null ? {} : { most }),
    ...(onElement ? { onElement } : {}),
  })
  const { ok, bound, maxError } = report
  return {
    ...{ ok, bound, maxError, loss: first },
    tensors: report.tensors.map(({ name, numChecked, numSkipped, numUncertain, worst }, p) => ({
      ...{ name, numChecked, numSkipped, numUncertain, shape: [...model.parameters[p].shape] },
      worst: worst && withUncertainty(worst, model.parameters[p], loss),
    })),
  }
}

/** The element with what a difference quotient of it may be off. */
function withUncertainty(
  { index, analytic, numeric, error }: CheckedElement,
  { value, shape }: GradientTarget,
  loss: () => number,
) {
  const place = index.reduce((offset, i, axis) => offset * shape[axis] + i, 0)
  const original = value[place]
  const { error: uncertainty } = differentiate((offset) => {
    value[place] = original + offset
    return loss()
  })
  value[place] = original
  return { index: [...index], analytic, numeric, error, uncertainty }
}

/** Everything that this first update computes; of one that diverges what was computed until then. */
export function traceUpdate(experiment: Experiment): Trace {
  const trainer = createTrainer(forCheck(experiment))
  const tracing = startTrace(trainer)
  return train(trainer).next().done ? traceFailed(trainer) : tracing.finish()
}
