import type { Cell } from '../cells/cell'
import type { Observation } from '../contract/observation'
import { spectralRadius } from '../math/eigenvalues'
import { largestSingularValue } from '../math/singularValue'
import type { Trainer } from '../train/trainer'
import { MAX_VIEW_WORK } from '../experiment/viewLimits'
import { namedCells } from './newestPass'

/** Spectra of all recurrent blocks, or null for a network too large. Cost: 25 H³ a block. */
export function observeSpectrum(trainer: Trainer): Observation['spectrum'] {
  const cells = namedCells(trainer)
  const { kind, sizes } = cells[0].cell
  if (25 * sizes.hiddenSize ** 3 * kind.gateNames.length * cells.length > MAX_VIEW_WORK) return null
  return { layers: cells.map(({ name, cell }) => ({ name, blocks: recurrentSpectra(cell) })) }
}

/** What one gate's recurrent block does to vectors. */
interface RecurrentSpectrum {
  readonly gate: string
  /** The largest |eigenvalue|: growth of powers in the long run. */
  readonly spectralRadius: number
  /** The most by which one multiplication can lengthen a vector. */
  readonly largestSingularValue: number
}

/** Spectrum of each H x H block of a cell's `weight_hh`. About 25 H³ operations a block. */
export function recurrentSpectra(cell: Cell): RecurrentSpectrum[] {
  const H = cell.sizes.hiddenSize
  const { value } = cell.parameters.weightHh
  return cell.kind.gateNames.map((gate, q) => {
    const block = value.subarray(q * H * H, (q + 1) * H * H)
    return {
      gate,
      spectralRadius: spectralRadius(block, H),
      largestSingularValue: largestSingularValue(block, H, H),
    }
  })
}
