import type { Experiment } from '../experiment/experiment'
import type { FieldValue, Trial } from './sweep'

const NUM_SEEDS = 2 ** 32

/**
 * An experiment with so many seeds: its own, and those that follow it (0 follows the largest). Each has initial
 * weights and data of its own, but for what `train.initSeed` or `train.dataSeed` hold fast.
 */
export function seedsOf(experiment: Experiment, numSeeds: number): Trial[] {
  return Array.from({ length: numSeeds }, (_, i) => {
    const seed = (experiment.train.seed + i) % NUM_SEEDS
    const fields: Record<string, FieldValue> = { 'train.seed': seed }
    return { experiment: { ...experiment, train: { ...experiment.train, seed } }, fields }
  })
}

/** What another `train.seed` changes in an experiment: nothing where both parts have seeds of their own. */
export function drawnFromSeed({ train }: Experiment): { readonly weights: boolean; readonly data: boolean } {
  return { weights: train.initSeed === null, data: train.dataSeed === null }
}
