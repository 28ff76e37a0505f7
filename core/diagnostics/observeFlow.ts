import type { Observation } from '../contract/observation'
import { stepGradientNorms } from './gradientFlow'
import { inSequence, namedCells } from './observePass'
import type { Trainer } from '../train/trainer'

/** ||dL/dh_t|| and ||dL/dc_t|| of every direction of every layer. */
export function observeFlow(trainer: Trainer): NonNullable<Observation['flow']> {
  const layers = namedCells(trainer).map(({ name, cell }) => {
    const { h, c } = stepGradientNorms(cell)
    return { name, h: inSequence(h, trainer), c: c && inSequence(c, trainer) }
  })
  return { layers }
}
