import { derive, equation } from '../equation'
import type { OutputStep } from '../outputStep'
import type { Factor } from '../terms'
import { constant, difference, times } from '../terms'
import type { LossDescription } from './lossDescription'

/**
 *     l = (s - v)²     L = mean of l over steps, sequences and outputs     ds = 2 (s - v) / (how many those are)
 */
export const mse: LossDescription = {
  predictions: () => [],
  loss(s) {
    const error = difference(s.score, s.targetValues('v'))
    const terms = [times(error, error)]
    return equation(derive(s.identity('l', '\\ell', 'loss'), s.shape, terms), terms)
  },
  meanWeight,
  gradScore(s) {
    const { tex, value } = meanWeight(s)
    const twice = { tex: `2 \\cdot ${tex}`, value: 2 * value }
    return [times(constant(twice), difference(s.score, s.targetValues('v')))]
  },
}

function meanWeight(s: OutputStep): Factor {
  return s.meanWeight(s.shape.rows)
}
