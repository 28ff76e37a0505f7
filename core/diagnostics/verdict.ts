import type { JacobianNorms } from './jacobian'

type Verdict = 'vanishing' | 'healthy' | 'exploding'

/**
 * Below this share of its last value the first step is invisible in a gradient shown with three digits.
 * Pascanu, Mikolov and Bengio (2013) define vanishing by the limit only, so the number is ours.
 */
const VANISHING_BELOW = 1e-3
/**
 * Pascanu, Mikolov and Bengio (2013, section 3.2) advise clip thresholds of half to ten times the usual norm:
 * what grows by more than ten on its way back would be clipped.
 */
const EXPLODING_ABOVE = 10

interface GradientVerdict {
  readonly verdict: Verdict
  /**
   * ||dh_T/dh_first|| / ||dh_T/dh_T||: what a gradient of the last state is multiplied by on its way to the
   * first state. For the LSTM the larger of the ways that lead over h and over c. NaN or infinite counts as
   * exploding.
   */
  readonly gain: number
  /** gain^(1 / (steps - 1)): the mean factor of one step. */
  readonly factor: number
  readonly steps: number
  readonly vanishingBelow: number
  readonly explodingAbove: number
}

/** The verdict on the way back through time of one cell, from the norms of its last forward pass. */
export function judgeNorms({ h, c }: Pick<JacobianNorms, 'h' | 'c'>, isReversed = false): GradientVerdict {
  const steps = h.length
  const [first, last] = isReversed ? [steps - 1, 0] : [0, steps - 1]
  const overH = h[first] / h[last]
  const overC = c === null ? 0 : c[first] / c[last]
  const gain = overC > overH || Number.isNaN(overC) ? overC : overH
  const verdict = gain < VANISHING_BELOW ? 'vanishing' : gain <= EXPLODING_ABOVE ? 'healthy' : 'exploding'
  // The root is for people to read, so its last bits may differ between machines.
  const factor = steps > 1 ? Math.pow(gain, 1 / (steps - 1)) : 1
  return { verdict, gain, factor, steps, vanishingBelow: VANISHING_BELOW, explodingAbove: EXPLODING_ABOVE }
}
