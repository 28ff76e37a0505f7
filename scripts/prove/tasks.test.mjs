import { expect, it } from 'vitest'
import { SOLVED_AT } from '../../core/tasks/learning'
import { taskNamed, taskNames } from '../../core/tasks/registry'
import { goalOf } from './tasks.mjs'

it('a task is measured against the goal at which the app calls it solved', () => {
  for (const name of taskNames)
    expect([name, goalOf(name)]).toEqual([name, taskNamed(name).solvedAt ?? SOLVED_AT])
})
