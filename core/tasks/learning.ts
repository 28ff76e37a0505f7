/*
 * When a loss says that a task is learnt, and when it is solved: measured by the baseline, the loss of the best
 * guesser that needs no learning, and by the floor, which no network goes below: 0 where the answers follow from
 * the input.
 */

/** Weight of the past in the smoothing under which a loss is judged: one lucky batch is not enough. */
export const STEADY = 0.9

/**
 * A network that has learned nothing of the sequence still dips below the baseline, by fitting the batches
 * that it sees. Half of the way to the floor takes knowledge of the answer.
 */
const LEARNS_AT = 1 / 2

/**
 * The share of the way from baseline to floor that may be left where a task counts as solved, unless it has a goal
 * of its own: where values are forecast, what is left is not a rule that is missing but precision. A task's own is
 * the least of 1/20, 1/10 and 1/5 below which the smoothed loss of a GRU with 32 units has come for good after 1500
 * updates of its preset, on each of seeds 0 to 4.
 */
export const SOLVED_AT = 1 / 20

/** The smoothed loss below which a network learns. */
export function learnsBelow(baseline: number, floor = 0): number {
  return floor + LEARNS_AT * (baseline - floor)
}

/** The smoothed loss below which a task is solved. */
export function solvedBelow(baseline: number, floor = 0, solvedAt = SOLVED_AT): number {
  return floor + solvedAt * (baseline - floor)
}
