import type { Observation } from '../contract/observation'
import { norm } from '../kernels/norms'
import type { Parameter } from '../nn/parameter'
import type { Trainer } from '../train/trainer'
import { namedCells } from './newestPass'

type GateNorm = NonNullable<Observation['norms']>['parameters'][number]['gates'][number]

interface NormsOptions {
  /** ||step|| / ||parameter|| one a parameter; NaN where unknown. */
  readonly ratios: readonly number[]
  /** Whether the pass's weights and caches are in place, so that its backward pass can be recomputed. */
  readonly canRecompute: boolean
}

/** Gradient norms parameter by parameter and gate by gate, and how far the update moved each parameter. */
export function observeNorms(
  trainer: Trainer,
  { ratios, canRecompute }: NormsOptions,
): NonNullable<Observation['norms']> {
  const gates = unclippedGateNorms(trainer, canRecompute)
  const { before, after } = trainer.norms
  return {
    parameters: trainer.model.parameters.map((parameter, p) => ({
      name: parameter.name,
      gradNorm: before[p],
      gradNormClipped: after[p],
      updateRatio: ratios[p],
      gates: gates.get(parameter) ?? [],
    })),
  }
}

/**
 * Norms of the gates' row blocks before clipping. Clipping by the norm scaled all gradients alike, which is
 * undone here. The other two modes lose the gradient: its pass is recomputed without them, then as it was,
 * which leaves all as it found it.
 */
function unclippedGateNorms(trainer: Trainer, canRecompute: boolean): Map<Parameter, GateNorm[]> {
  const { norms, model, experiment } = trainer
  if (!norms.isClipped) return gateNorms(trainer, 1)
  if (experiment.clip.mode === 'norm') return gateNorms(trainer, norms.normBefore / norms.normAfter)
  if (!canRecompute) return new Map()
  const window = trainer.stream.newest
  model.zeroGrad()
  model.backward(window.gradScores)
  const found = gateNorms(trainer, 1)
  trainer.backward(window)
  return found
}

function gateNorms(trainer: Trainer, scale: number): Map<Parameter, GateNorm[]> {
  const found = new Map<Parameter, GateNorm[]>()
  for (const { cell } of namedCells(trainer)) {
    const { gateNames } = cell.kind
    if (gateNames.length === 1) continue
    const { weightIh, weightHh, biasIh, biasHh } = cell.parameters
    for (const parameter of [weightIh, weightHh, biasIh, biasHh]) {
      if (parameter === null) continue
      const block = parameter.grad.length / gateNames.length
      found.set(
        parameter,
        gateNames.map((gate, q) => ({ gate, gradNorm: norm(parameter.grad, q * block, block) * scale })),
      )
    }
  }
  return found
}
