/*
 * When a loss says that a task is learnt, and when it is solved: measured by the baseline, the loss of the best
 * guesser that needs no learning.
 */

/** Weight of the past in the smoothing under which a loss is judged: one lucky batch is not enough. */
export const STEADY = 0.9

/**
 * A network that has learned nothing of the sequence still dips below the baseline, by fitting the batches
 * that it sees. Half of it takes knowledge of the answer.
 */
export const LEARNS_BELOW = 1 / 2

/** The share of the baseline below which a task counts as solved. */
export const SOLVED_BELOW = 1 / 20
