import { valueAt } from '../fields/path'
import { showValue, type Problem } from '../fields/problem'
import { taskNames, type TaskName } from '../tasks/registry'
import { describeFields } from './form'
import type { z } from './zod'

function taskNameOf(input: unknown): TaskName {
  const name = valueAt(input, 'task.name')
  return taskNames.find((known) => known === name) ?? taskNames[0]
}

/** What an experiment's field expects, whatever it was that the value did wrong. */
function fieldProblem(path: string, input: unknown): Problem {
  const field = describeFields(taskNameOf(input)).find((candidate) => candidate.path === path)
  const value = valueAt(input, path)
  if (!field) {
    return { path, value: showValue(value), code: 'object', params: {} }
  }
  const params: Problem['params'] = {}
  if (field.min !== undefined) params['min'] = field.min
  if (field.max !== undefined) params['max'] = field.max
  if (field.options) params['options'] = field.options.join(', ')
  return { path, value: showValue(value), code: field.kind, params }
}

function issueProblems(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [fieldProblem(issue.path.join('.'), input)]
  return issue.keys.map((key) => {
    const path = [...issue.path, key].join('.')
    return { path, value: showValue(valueAt(input, path)), code: 'unknown', params: {} }
  })
}

/** The schema's complaints about an experiment, one problem a field. */
export function experimentProblems(issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] {
  const problems = issues.flatMap((issue) => issueProblems(issue, input))
  return problems.filter((problem, i) => problems.findIndex(({ path }) => path === problem.path) === i)
}

const expectations: Record<Problem['code'], (params: Problem['params']) => string> = {
  integer: ({ min, max }) => `expected a whole number from ${min} to ${max}`,
  number: ({ min, max }) => `expected a number from ${min} to ${max}`,
  choice: ({ options }) => `expected one of ${options}`,
  flag: () => 'expected true or false',
  object: () => 'expected an object with fields',
  unknown: () => 'there is no such field',
  shorterThan: ({ other, limit }) => `expected less than ${other} (${limit})`,
  atLeast: ({ other, limit }) => `expected at least ${other} (${limit})`,
  oneDirection: ({ cell }) => `expected false: the ${cell} cell runs in one direction only`,
  noFuture: () => 'expected false with truncated BPTT: the reverse direction would need the future',
  memory: ({ gigabytes, limit }) =>
    `the unrolled network needs about ${gigabytes} GB, expected at most ${limit} GB: use fewer units, layers, steps or sequences`,
  message: ({ text }) => String(text),
}

/** A problem as one English sentence: path, value, expectation. The window has the same in its languages. */
export function describeProblem(problem: Problem): string {
  const expectation = expectations[problem.code](problem.params)
  const value = problem.value === 'undefined' ? 'missing' : problem.value
  return `${problem.path || 'the experiment'} is ${value}: ${expectation}`
}

/** All problems of a document in one line. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(describeProblem).join('; ')
}
