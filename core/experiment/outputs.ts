import { taskNamed } from '../tasks/registry'
import { forecastRows } from '../tasks/forecast'
import { roundUpdates } from './evaluation'
import type { Experiment } from './experiment'

/** What a network can make by itself while it trains: a text, or a forecast. */
export type OutputKind = 'writing' | 'forecast'

/** Characters that are written each time, and those before each of them whose influence is measured. */
export const WRITTEN_LENGTH = 120
export const INFLUENCE_REACH = 12
/** Written characters that are measured in one pass. */
export const INFLUENCE_ROWS = 16
/** Updates after which the first are made: in the beginning a network changes most. */
const FIRST = [1, 3, 10, 30]
/** The most of the training's work that all of them take, and the first ones at most so much of that. */
const SHARE = 0.02
const OF_FIRST = 3 / 4
/** From then on they come no oftener than every so many updates, */
const LEAST_UPDATES = 100
/** and a run has no more of them. */
const MOST_OUTPUTS = 200
/** The most that a person can have made: each is kept with the run, and takes some ten thousand bytes. */
export const MOST_ASKED_OUTPUTS = 5000
/** A training pass is one forward and one back, which is twice the work. */
const PASSES = 3
/** A step of a single sequence takes as if it were of so many: its kernels have little to do at a time. */
const ALONE = 16
/** The way back to the input, of which training has no use, doubles a pass. */
const TO_INPUT = 2

/**
 * What the network of an experiment makes; null where it can make nothing, as one that reads from the end
 * too.
 */
export function outputOf({ task, model }: Pick<Experiment, 'task' | 'model'>): OutputKind | null {
  if (model.bidirectional) return null
  const { vocabulary, series } = taskNamed(task.name)
  return vocabulary ? 'writing' : series ? 'forecast' : null
}

/**
 * What one of them takes, as a number of updates: steps of sequences, those of the way back counted twice.
 */
export function outputCost(experiment: Experiment): number {
  const { task, train } = experiment
  const { seqLen } = taskNamed(task.name).shape(task)
  const ofUpdate = PASSES * train.batch * Math.min(train.tbptt ?? seqLen, seqLen)
  if (outputOf(experiment) === 'writing') {
    return (WRITTEN_LENGTH * (ALONE + TO_INPUT * PASSES * INFLUENCE_REACH)) / ofUpdate
  }
  const { readFrom, to } = forecastRows(taskNamed(task.name).series!(task))
  return (2 * ALONE * (to - readFrom)) / ofUpdate
}

/** After how many updates something is made: after each of `first`, and of every `every` ones. */
export interface OutputSchedule {
  readonly first: readonly number[]
  readonly every: number
}

/**
 * When the network of an experiment makes something; null where it cannot. What the experiment says; else all
 * together take no more than 2 % of the training's work, as far as that follows from the sizes. It follows
 * from the experiment alone, so that every machine makes it after the same updates.
 */
export function outputSchedule(experiment: Experiment): OutputSchedule | null {
  if (outputOf(experiment) === null) return null
  const { outputEvery } = experiment.evaluation
  if (outputEvery !== null) return { first: [], every: outputEvery }
  const cost = outputCost(experiment)
  const { updates } = experiment.train
  const first = FIRST.length * cost <= OF_FIRST * SHARE * updates ? FIRST : []
  const left = SHARE - (first.length * cost) / updates
  return { first, every: roundUpdates(Math.max(LEAST_UPDATES, updates / MOST_OUTPUTS, cost / left)) }
}

/** How many further updates there are until something is made. */
export function untilOutput({ first, every }: OutputSchedule, updates: number): number {
  const next = first.find((after) => after > updates) ?? Infinity
  return Math.min(next, updates + every - (updates % every)) - updates
}

export function isOutputDue({ first, every }: OutputSchedule, updates: number): boolean {
  return first.includes(updates) || (updates > 0 && updates % every === 0)
}
