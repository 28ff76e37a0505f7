import type { Experiment } from '../../core/experiment/experiment'
import { canonicalJson } from '../../core/sweep/canonical'
import { solvedBelow } from '../../core/tasks/learning'
import { taskNamed } from '../../core/tasks/registry'

/** Baselines of grammars take some time, and many runs have one task. */
const known = new Map<string, number>()
const MOST_KNOWN = 1000

function limitOf(settings: Experiment['task']): number {
  const task = taskNamed(settings.name)
  try {
    return solvedBelow(task.baseline(settings).loss, task.floor?.(settings).loss ?? 0, task.solvedAt)
  } catch {
    // Of a person's own data that are not there nothing is known: it is solved by no loss.
    return -Infinity
  }
}

/** The smoothed loss below which the task of an experiment counts as solved. */
export function solvedLossOf({ task: settings }: Pick<Experiment, 'task'>): number {
  const key = canonicalJson(settings)
  const before = known.get(key)
  if (before !== undefined) return before
  const limit = limitOf(settings)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, limit)
  return limit
}
