import type { Experiment } from '../experiment/experiment'

/** How a sweep chooses its trials. */
export const strategyNames = ['grid', 'random', 'sobol'] as const
export type StrategyName = (typeof strategyNames)[number]

export const scaleNames = ['linear', 'log'] as const
export type ScaleName = (typeof scaleNames)[number]

/** What can stand in a field of an experiment. */
export type FieldValue = number | string | boolean | null

/** All numbers from `min` to `max`; of a field with whole numbers both are among them. */
export interface Range {
  readonly min: number
  readonly max: number
  readonly scale: ScaleName
}

/** What a sweep tries in a field. */
export type Candidates = readonly FieldValue[] | Range

export interface Search {
  readonly strategy: StrategyName
  /** Null for a grid, which has as many as there are combinations. */
  readonly trials: number | null
  /** Of random search; the other strategies have no use for it. */
  readonly seed: number
  /** By the path of the field, in the order of the file. */
  readonly fields: Readonly<Record<string, Candidates>>
}

/** An experiment of which some fields are tried out. */
export interface Sweep {
  readonly experiment: Experiment
  readonly search: Search
}

/** One experiment of a sweep. */
export interface Trial {
  readonly experiment: Experiment
  /** What the sweep put into the fields that have an effect in this experiment, in the order of the file. */
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** More are another kind of undertaking, or a slip. */
export const MOST_TRIALS = 10_000

export function isRange(candidates: Candidates): candidates is Range {
  return !Array.isArray(candidates)
}
