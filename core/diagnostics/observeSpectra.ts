import type { Observation } from '../contract/observation'
import { recurrentSpectra } from './gradientFlow'
import { jacobianNorms } from './jacobian'
import { inSequence, namedCells, topCell } from './observePass'
import type { Trainer } from '../train/trainer'
import { judgeNorms } from './verdict'

/** Most multiply-adds of one look, about two seconds: what costs more is not looked at. */
const MAX_WORK = 2e9

/** The product of Jacobians in the top layer's forward direction, or null for a network too large. Cost: steps G H³. */
export function observeJacobian(trainer: Trainer): Observation['jacobian'] {
  const { name, cell } = topCell(trainer)
  if (cell.steps * cell.kind.gateNames.length * cell.sizes.hiddenSize ** 3 > MAX_WORK) return null
  const norms = jacobianNorms(cell)
  return {
    layer: name,
    h: inSequence(norms.h, trainer),
    c: norms.c && inSequence(norms.c, trainer),
    factors: inSequence(norms.factors, trainer),
    verdict: judgeNorms(norms, cell.isReversed),
  }
}

/** Spectra of all recurrent blocks, or null for a network too large. Cost: 25 H³ a block. */
export function observeSpectrum(trainer: Trainer): Observation['spectrum'] {
  const cells = namedCells(trainer)
  const { kind, sizes } = cells[0].cell
  if (25 * sizes.hiddenSize ** 3 * kind.gateNames.length * cells.length > MAX_WORK) return null
  return { layers: cells.map(({ name, cell }) => ({ name, blocks: recurrentSpectra(cell) })) }
}
