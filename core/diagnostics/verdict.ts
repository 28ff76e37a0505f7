import type { Observation } from '../contract/observation'
import type { JacobianNorms } from './jacobian'

/**
 * Below this share the signal is invisible in a gradient shown with three digits. Pascanu, Mikolov and Bengio
 * (2013) define vanishing by the limit only, so the number is ours.
 */
const VANISHING_BELOW = 1e-3
/**
 * Pascanu, Mikolov and Bengio (2013, section 3.2) advise clip thresholds of half to ten times the usual norm:
 * what grows by more than ten on its way back would be clipped.
 */
const EXPLODING_ABOVE = 10

/** How far a gradient has to come back, and how far it can. */
interface Reach {
  /** The steps that the task needs. */
  readonly needed: number
  /** The most steps of a pass: fewer than the sequence has with truncated BPTT. */
  readonly window: number
}

/**
 * The verdict on the gradient's path back through time of one cell, from the norms of its last forward pass,
 * over the lag that the task needs. It says nothing of the loss: a path can be sound and nothing be learnt.
 *
 * `gain` is ||dh_T/dh_(T - lag)|| / ||dh_T/dh_T||, what a gradient of the last state is multiplied by on its
 * way; for the LSTM the larger of those along h and along c, the path that is named. NaN or infinite counts
 * as exploding. `lag` is what the task needs, or all that the pass has where that is less; where no pass is
 * long enough, nothing comes back over the lag and the path is truncated, whatever its gain.
 */
export function judgePath(
  { h, c }: Pick<JacobianNorms, 'h' | 'c'>,
  { needed, window }: Reach,
): NonNullable<Observation['jacobian']>['verdict'] {
  const last = h.length - 1
  const lag = Math.min(needed, last)
  const alongH = h[last - lag] / h[last]
  const alongC = c === null ? 0 : c[last - lag] / c[last]
  const isC = alongC > alongH || Number.isNaN(alongC)
  const gain = isC ? alongC : alongH
  const judged = gain < VANISHING_BELOW ? 'vanishing' : gain <= EXPLODING_ABOVE ? 'healthy' : 'exploding'
  return {
    verdict: needed < window ? judged : 'truncated',
    path: isC ? 'c' : 'h',
    gain,
    // The root is for people to read, so its last bits may differ between machines.
    factor: lag > 0 ? Math.pow(gain, 1 / lag) : 1,
    lag,
    needed,
    vanishingBelow: VANISHING_BELOW,
    explodingAbove: EXPLODING_ABOVE,
  }
}
