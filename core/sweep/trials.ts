import type { Experiment } from '../experiment/experiment'
import { candidateAt, numCandidates } from './candidates'
import { canonicalJson } from './canonical'
import { isWhole } from './fields'
import { gridPoints } from './grid'
import { randomPoints } from './random'
import { sobolPoints } from './sobol'
import type { FieldValue, Search, Sweep, Trial } from './sweep'
import { withFields } from './withFields'

/**
 * The trials of a sweep, in their order. Of equal experiments, as different points of the search can be where
 * a field has no effect or few values, only the first is there.
 */
export function trialsOf({ experiment, search }: Sweep): Trial[] {
  const trials = new Map<string, Trial>()
  let numPoints = 0
  for (const point of pointsOf(search)) {
    const trial = trialAt(experiment, search, point)
    const key = canonicalJson(trial.experiment)
    if (!trials.has(key)) trials.set(key, trial)
    if (++numPoints === search.trials) break
  }
  return [...trials.values()]
}

/** Points of the unit cube, a dimension for each field, in the order in which they are tried. */
function pointsOf({ strategy, seed, fields }: Search): Generator<number[]> {
  const candidates = Object.values(fields)
  if (strategy === 'grid') return gridPoints(candidates.map(numCandidates))
  return strategy === 'random' ? randomPoints(candidates.length, seed) : sobolPoints(candidates.length)
}

/** The trial that a point of the unit cube stands for. */
function trialAt(base: Experiment, { fields }: Search, point: readonly number[]): Trial {
  const values = Object.entries(fields).map(([path, candidates], d): [string, FieldValue] => [
    path,
    candidateAt(candidates, isWhole(path), point[d]),
  ])
  return withFields(base, values)
}
