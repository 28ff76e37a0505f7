import type { Observation } from '../contract/observation'
import type { Divergence } from '../contract/run'
import type { ViewName } from '../contract/views'
import type { Trainer } from '../train/trainer'
import { createMemoryProbe } from './memory'
import { createContributionsProbe } from './observeContributions'
import { observeFlow } from './observeFlow'
import { observeGates } from './observeGates'
import { observeHistograms } from './observeHistograms'
import { observeJacobian } from './observeJacobian'
import { observeNorms } from './observeNorms'
import { observeSpectrum } from './observeSpectrum'
import { observeStates } from './observeStates'
import { createPassWeights } from './passWeights'

/** Views of what the backward pass left; all others follow from the forward pass and the weights. */
const backwardViews: readonly ViewName[] = ['flow', 'norms', 'histograms']
/** Views that compare or compute with the weights of the pass, which are therefore kept. */
const viewsOfWeights: readonly ViewName[] = [
  'norms',
  'jacobian',
  'spectrum',
  'histograms',
  'memory',
  'contributions',
]

/** Reads the newest pass of a trainer and changes nothing that training sees. */
export interface Observer {
  /**
   * To be called before an update that will be observed: keeps its weights. Without it an observation has no
   * update ratios (NaN), and computes with the weights after the step.
   */
  prepare(): void
  /** Whether any of these views is less without the weights that `prepare` keeps. */
  needsWeights(views: readonly ViewName[]): boolean
  /**
   * The views asked for, of the newest update. `done` is called after each, so that its time can be taken.
   */
  observe(views: readonly ViewName[], done?: (view: ViewName) => void): Observation
  /**
   * The views of a run that diverged. Where that happened in the forward pass, the caches hold two updates:
   * gradients of the last good one and states of the one that failed. Each is returned under its own number.
   */
  observeDivergence(views: readonly ViewName[], divergence: Divergence): Observation[]
}

export function createObserver(trainer: Trainer): Observer {
  const { experiment, model, progress, stream } = trainer
  const weights = createPassWeights(model.parameters)
  const memory = createMemoryProbe(trainer)
  const contributions = createContributionsProbe(trainer)

  function view(
    update: number,
    views: readonly ViewName[],
    isWhole: boolean,
    done?: (view: ViewName) => void,
  ): Observation {
    const isKnown = weights.isOf(update)
    const ratios =
      isKnown && views.includes('norms')
        ? weights.ratios().map(({ ratio }) => ratio)
        : model.parameters.map(() => NaN)
    const makers: { readonly [V in ViewName]: () => Observation[V] } = {
      flow: () => observeFlow(trainer, { canRecompute: isKnown && isWhole }),
      norms: () => observeNorms(trainer, { ratios, canRecompute: isKnown && isWhole }),
      jacobian: () => observeJacobian(trainer),
      spectrum: () => observeSpectrum(trainer),
      gates: () => observeGates(trainer),
      histograms: () => observeHistograms(trainer, update),
      states: () => observeStates(trainer),
      memory: () => memory.measure(),
      // Of both passes: they have to be of one update.
      contributions: () => (isWhole ? contributions.measure() : null),
    }
    const take = <V extends ViewName>(name: V): Observation[V] | null => {
      if (!views.includes(name)) return null
      const made = makers[name]()
      done?.(name)
      return made
    }
    const makeAll = (): Observation => ({
      update,
      flow: take('flow'),
      norms: take('norms'),
      jacobian: take('jacobian'),
      spectrum: take('spectrum'),
      gates: take('gates'),
      histograms: take('histograms'),
      states: take('states'),
      memory: take('memory'),
      contributions: take('contributions'),
      ...{ evaluation: null, written: null, forecast: null },
    })
    return isKnown ? weights.during(makeAll) : makeAll()
  }

  const computesWithWeights = (view: ViewName): boolean =>
    viewsOfWeights.includes(view) || (view === 'flow' && experiment.clip.mode === 'step')

  return {
    prepare: () => weights.take(progress.update),
    needsWeights: (views) => views.some(computesWithWeights),
    observe: (views, done) => view(progress.update - 1, views, true, done),
    observeDivergence(views, { update, tensor }) {
      if (!/^([hc]_l|output$|loss$)/.test(tensor)) return [view(update, views, true)]
      const back = views.filter((name) => backwardViews.includes(name))
      const forward = view(
        update,
        views.filter((name) => !backwardViews.includes(name)),
        false,
      )
      // With truncated BPTT the pass that failed may have been of another window, with other steps.
      if (update === 0 || back.length === 0 || stream.windows.length > 1) return [forward]
      return [view(update - 1, back, false), forward]
    },
  }
}
