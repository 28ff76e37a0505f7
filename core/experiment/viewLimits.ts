/*
 * What bounds the diagnostics in size, so that an experiment's need of memory can be told before it runs.
 */

/** Most multiply-adds of one view, about two seconds: what costs more is not observed. */
export const MAX_VIEW_WORK = 2e9
/** Rows of the Jacobian that go back through time together. */
export const JACOBIAN_ROWS = 32
/** Most bytes of the buffers in which the influence of inputs is measured. */
export const PROBE_BYTES = 2 ** 26
/** A pass forward and one back, which is twice the work. */
export const PROBE_PASSES = 3
/** Bins of a histogram. */
export const HISTOGRAM_BINS = 40

/** The most updates whose views can be recomputed at once. */
export const MOST_RECOMPUTED = 1024
/** Of each of the first updates, in which most happens, the gradient flow is recorded. */
export const NUM_FIRST_RECORDED = 50
/** What the later part of a run's history may take, and as much again what was recomputed of it; */
export const HISTORY_BYTES = 16 * 2 ** 20
/** but so many of the later observations are kept in any case, */
export const FEWEST_OBSERVATIONS = 64
/** and never more than so many. */
export const MOST_OBSERVATIONS = 1024
