import type { Observation } from '../contract/observation'
import type { Trainer } from '../train/trainer'
import { jacobianNorms } from './jacobian'
import { MAX_VIEW_WORK } from '../experiment/viewLimits'
import { inSequence, topCell } from './newestPass'
import { judgePath } from './verdict'

/**
 * The product of Jacobians in the top layer's forward direction, or null for a network too large. Cost: steps
 * G H³.
 */
export function observeJacobian(trainer: Trainer): Observation['jacobian'] {
  const { name, cell } = topCell(trainer)
  if (cell.steps * cell.kind.gateNames.length * cell.sizes.hiddenSize ** 3 > MAX_VIEW_WORK) return null
  const norms = jacobianNorms(cell)
  return {
    layer: name,
    h: inSequence(norms.h, trainer),
    c: norms.c && inSequence(norms.c, trainer),
    factors: inSequence(norms.factors, trainer),
    factorsC: norms.factorsC && inSequence(norms.factorsC, trainer),
    verdict: judgePath(norms, { needed: trainer.task.lag, window: cell.sizes.seqLen }),
  }
}
