import type { Equation } from '../equation'
import type { OutputStep } from '../outputStep'
import type { Factor, Term } from '../terms'

/** How a loss is computed from the scores of a step, in the equations that stand above its code. */
export interface LossDescription {
  /** What it makes of the scores first, such as probabilities. */
  predictions(s: OutputStep): Equation[]
  /** The losses of step t, a column a sequence. */
  loss(s: OutputStep): Equation
  /** By what each of them is multiplied in the mean over all steps and sequences. */
  meanWeight(s: OutputStep): Factor
  /** The gradient ds_t of the loss at the scores. */
  gradScore(s: OutputStep): Term[]
}
