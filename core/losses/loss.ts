import type { Floats } from '../math/floats'
import type { LossKind } from '../kinds/losses'

/** Extents of a table of scores: one row for each supervised step of each sequence. */
export interface ScoreShape {
  /** Supervised steps times batch. */
  readonly rows: number
  /** Classes, or values a step. */
  readonly outputSize: number
}

/**
 * What the scores should be: a loss reads the one of the two that its kind names, and the other may be empty.
 */
export interface Targets {
  /** Class indices, (rows). */
  readonly classes: Int32Array
  /** (rows, outputSize) */
  readonly values: Floats
}

/** What training makes small. */
export interface Loss extends LossKind {
  /**
   * Returns the mean loss over a table of scores, (rows, outputSize), and overwrites `gradScores` with its
   * gradient.
   * @throws {ShapeError} if a buffer length does not match the shape.
   */
  forward(scores: Floats, targets: Targets, gradScores: Floats, shape: ScoreShape): number
  /**
   * Overwrites the first `size` numbers of `out` with what `scores[offset .. offset + size - 1]` predict: the
   * probabilities of the classes, or the values.
   */
  predict(scores: Floats, offset: number, size: number, out: Floats): void
}
