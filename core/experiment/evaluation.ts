import { settingsAtLength, supplyOf } from '../tasks/bind'
import type { TaskSettings } from '../tasks/registry'
import { taskNamed } from '../tasks/registry'
import type { Experiment } from './experiment'

/** What a set of sequences is for: those trained last, held-out ones as long, and longer ones. */
export const splits = ['training', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

/** Held-out sequences on which a network is evaluated. */
export interface HeldOutSet {
  readonly split: Exclude<Split, 'training'>
  readonly settings: TaskSettings
  readonly seqLen: number
  readonly sequences: number
}

/** The most of the training's work that evaluations take by themselves. */
const SHARE = 0.03
/** By itself an evaluation comes no oftener, */
const LEAST_UPDATES = 100
/** and a run has no more of them. */
const MOST_EVALUATIONS = 500
/** A training pass is one forward and one back, which is twice the work. */
const PASSES = 3

const lengthOf = (settings: TaskSettings): number => taskNamed(settings.name).shape(settings).seqLen

/** Of a person's own data nothing may be held out; sequences that are made are always others. */
const hasHeldOut = (settings: TaskSettings): boolean => supplyOf(settings) !== 'whole'

/**
 * The held-out sets of an experiment: as many sequences as it says of the trained length T, and half as many of
 * 2 T, 4 T, ... up to `longest` T, as far as the task has them. None where it has no evaluation.
 */
export function heldOutSets(experiment: Experiment): HeldOutSet[] {
  const { sequences, longest } = experiment.evaluation
  if (sequences === 0 || !hasHeldOut(experiment.task)) return []
  const seqLen = lengthOf(experiment.task)
  const sets: HeldOutSet[] = []
  for (let times = 1; times <= longest; times *= 2) {
    const set = setAtLength(experiment, times * seqLen)
    if (set) sets.push(set)
  }
  return sets
}

/** The held-out set of sequences of so many steps; null where the task has none of that length. */
export function setAtLength({ task, evaluation }: Experiment, seqLen: number): HeldOutSet | null {
  const { sequences } = evaluation
  if (seqLen === lengthOf(task)) return { split: 'validation', settings: task, seqLen, sequences }
  const settings = settingsAtLength(task, seqLen)
  return settings && { split: 'test', settings, seqLen, sequences: Math.ceil(sequences / 2) }
}

/**
 * Sequences and steps of one pass of an evaluation: those of training, or whole sequences where there is no
 * other way.
 */
export function evaluationPass(
  { task, model, train, evaluation }: Experiment,
  sets: readonly HeldOutSet[],
): { readonly rows: number; readonly steps: number } {
  const seqLen = lengthOf(task)
  const longest = Math.max(seqLen, ...sets.map((set) => set.seqLen))
  return {
    rows: Math.max(1, Math.min(train.batch, Math.ceil(evaluation.sequences / 2))),
    steps: model.bidirectional ? longest : Math.min(train.tbptt ?? seqLen, seqLen),
  }
}

/** What an evaluation takes, as a number of updates: multiply-adds of its passes by those of an update. */
export function evaluationCost(experiment: Experiment): number {
  const { task, train } = experiment
  const seqLen = lengthOf(task)
  const sets = heldOutSets(experiment)
  const ofSets = sets.reduce((sum, set) => sum + set.sequences * set.seqLen, 0)
  const ofUpdate = PASSES * train.batch * Math.min(train.tbptt ?? seqLen, seqLen)
  return (ofSets + evaluationPass(experiment, sets).rows * seqLen) / ofUpdate
}

/**
 * After how many updates a network is evaluated, again and again; null where it is not. What the experiment
 * says; else the next of 100, 200, 500, 1000, ... that takes no more than 3 % of the training's work and makes
 * no more than 500 evaluations. It follows from the experiment alone, so that every machine evaluates alike.
 */
export function evaluateEvery(experiment: Experiment): number | null {
  const { every, sequences } = experiment.evaluation
  if (sequences === 0 || !hasHeldOut(experiment.task)) return null
  if (every !== null) return every
  const { updates } = experiment.train
  return roundUpdates(Math.max(LEAST_UPDATES, evaluationCost(experiment) / SHARE, updates / MOST_EVALUATIONS))
}

/** The least of 1, 2, 5, 10, 20, 50, ... that is not below a number of 1 or more. */
export function roundUpdates(least: number): number {
  for (let ten = 1; ; ten *= 10) {
    for (const digit of [1, 2, 5]) if (digit * ten >= least - 1e-9) return digit * ten
  }
}
