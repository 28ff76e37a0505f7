import { log } from '../math/elementary'

/** A loss that needs no learning, with its formula. */
export interface Baseline {
  readonly loss: number
  /** LaTeX, with the numbers filled in. */
  readonly formula: string
}

/** What there is to know of a loss besides its arithmetic. */
export interface LossKind {
  /** What a target is: the index of a class, or as many values as there are scores. */
  readonly targets: 'classes' | 'values'
}

/**
 * Every loss by its name. Plain data, so that the window and the tasks can read it: the arithmetic is in
 * `core/losses`.
 */
export const lossKinds = {
  /** Softmax cross-entropy, in nats. */
  crossEntropy: { targets: 'classes' },
  /** Mean squared error. */
  mse: { targets: 'values' },
} as const satisfies Readonly<Record<string, LossKind>>

export type LossName = keyof typeof lossKinds

export const lossNames = Object.keys(lossKinds) as [LossName, ...LossName[]]

/** The trivial guesser of the cross-entropy: `numClasses` classes, all alike. */
export function uniformGuess(numClasses: number): Baseline {
  return { loss: log(numClasses), formula: String.raw`\ln ${numClasses}` }
}
