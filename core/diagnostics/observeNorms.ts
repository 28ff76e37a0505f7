import type { Observation } from '../contract/observation'
import { norm } from '../kernels/norms'
import type { Parameter } from '../nn/parameter'
import type { Trainer } from '../train/trainer'
import { cosine, shareBeyond } from './clipping'
import { namedCells, readUnclipped } from './newestPass'

type Norms = NonNullable<Observation['norms']>
type GateNorm = Norms['parameters'][number]['gates'][number]

interface NormsOptions {
  /** ||step|| / ||parameter|| one a parameter; NaN where unknown. */
  readonly ratios: readonly number[]
  /** Whether the pass's weights and caches are in place, so that its backward pass can be recomputed. */
  readonly canRecompute: boolean
}

/**
 * Gradient norms parameter by parameter and gate by gate, how far the update moved each parameter, and what
 * clipping did to all gradients together.
 */
export function observeNorms(trainer: Trainer, { ratios, canRecompute }: NormsOptions): Norms {
  const { gates, cut } = beforeClipping(trainer, canRecompute)
  const { before, after, normBefore, normAfter } = trainer.norms
  const { mode } = trainer.experiment.clip
  return {
    clipping: {
      mode,
      threshold: mode === 'none' ? null : trainer.clippedAt,
      normBefore,
      normAfter,
      ...cut,
    },
    parameters: trainer.model.parameters.map((parameter, p) => ({
      name: parameter.name,
      gradNorm: before[p],
      gradNormClipped: after[p],
      updateRatio: ratios[p],
      gates: gates.get(parameter) ?? [],
    })),
  }
}

/** What can be known only of the gradient before clipping. */
interface Unclipped {
  readonly gates: Map<Parameter, GateNorm[]>
  readonly cut: Pick<Norms['clipping'], 'cosine' | 'cutShare'>
}

/**
 * Clipping by the norm scaled all gradients alike, which is undone here: the gradient keeps its direction.
 * The other two modes lose the gradient: its pass is recomputed without them, then as it was, which leaves
 * all as it found it.
 */
function beforeClipping(trainer: Trainer, canRecompute: boolean): Unclipped {
  const { norms, model, experiment, clippedAt } = trainer
  const sameDirection = norms.normBefore > 0 && norms.normBefore < Infinity ? 1 : NaN
  if (!norms.isClipped) {
    return { gates: gateNorms(trainer, 1), cut: { cosine: sameDirection, cutShare: 0 } }
  }
  if (experiment.clip.mode === 'norm') {
    const gates = gateNorms(trainer, norms.normBefore / norms.normAfter)
    return { gates, cut: { cosine: norms.normAfter > 0 ? sameDirection : NaN, cutShare: 1 } }
  }
  if (!canRecompute) return { gates: new Map(), cut: { cosine: NaN, cutShare: NaN } }
  const { gates, before } = readUnclipped(trainer, () => ({
    gates: gateNorms(trainer, 1),
    before: model.parameters.map(({ grad }) => Float64Array.from(grad)),
  }))
  const cutShare =
    experiment.clip.mode === 'value' ? shareBeyond(before, clippedAt) : shareOfLimitedSteps(trainer)
  return {
    gates,
    cut: {
      cosine: cosine(
        before,
        model.parameters.map(({ grad }) => grad),
      ),
      cutShare,
    },
  }
}

/**
 * Share of the gradients of states, one a step, sequence and cell, that were cut down inside the recurrence.
 */
function shareOfLimitedSteps(trainer: Trainer): number {
  const cells = namedCells(trainer)
  const count = cells.reduce(
    (sum, { cell: { kind, steps, sizes } }) => sum + steps * sizes.batch * (kind.hasCellState ? 2 : 1),
    0,
  )
  return trainer.model.numClipped / count
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
