import { describe, expect, it } from 'vitest'
import { branchProblems, canChangeInBranch } from './branch'
import { defaultExperiment } from './defaults'
import { describeFields } from './form'
import { describeProblem } from './problemText'

describe('a branch', () => {
  it('may change how it goes on, and nothing of what it has learned', () => {
    const paths = describeFields('adding').map(({ path }) => path)
    const free = paths.filter(canChangeInBranch)
    expect(free).toEqual(expect.arrayContaining(['optimizer.lr', 'clip.mode', 'train.updates']))
    expect(free.filter((path) => path.startsWith('model.') || path.startsWith('task.'))).toEqual([])
    for (const path of ['optimizer.name', 'train.seed', 'train.batch', 'train.dtype', 'train.tbptt']) {
      expect(canChangeInBranch(path)).toBe(false)
    }
  })

  it('is refused with the field, its value and what was expected', () => {
    const parent = defaultExperiment()
    const branch = structuredClone(parent)
    branch.optimizer.lr = 0.1
    expect(branchProblems(parent, branch, 100)).toEqual([])
    branch.model.hiddenSize = 64
    branch.train.updates = 100
    expect(branchProblems(parent, branch, 100).map(describeProblem)).toEqual([
      'model.hiddenSize is 64: expected 32, as in the run that it branches from',
      'train.updates is 100: expected more than 100, which are made before the branch',
    ])
  })
})
