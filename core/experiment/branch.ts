import { valueAt } from '../fields/path'
import type { Problem } from '../fields/problem'
import { showValue } from '../text/foreign'
import type { Experiment } from './experiment'
import { describeFields } from './form'

/**
 * Whether a setting can be changed where a run branches off: what it has learned stays what it is, and so
 * stay its network, its data and the kind of its optimizer.
 */
export function canChangeInBranch(path: string): boolean {
  if (path.startsWith('optimizer.')) return path !== 'optimizer.name'
  if (['clip.', 'train.stop.', 'evaluation.'].some((group) => path.startsWith(group))) return true
  return path === 'train.updates' || path === 'train.threads'
}

/** What is wrong with the experiment of a branch from where `parent` stood after some updates. */
export function branchProblems(parent: Experiment, branch: Experiment, updates: number): Problem[] {
  const problems: Problem[] = []
  for (const { path } of describeFields(branch.task.name)) {
    const [own, known] = [valueAt(branch, path), valueAt(parent, path)]
    if (canChangeInBranch(path) || own === known) continue
    problems.push({ path, value: showValue(own), code: 'asParent', params: { expected: showValue(known) } })
  }
  if (branch.train.updates <= updates) {
    problems.push({
      ...{ path: 'train.updates', value: showValue(branch.train.updates), code: 'beyondBranch' },
      params: { limit: updates },
    })
  }
  return problems
}
