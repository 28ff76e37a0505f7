import type { Field } from '../fields/field'
import { valueAt } from '../fields/path'
import type { Problem } from '../fields/problem'
import { taskNames, type TaskName } from '../tasks/registry'
import { showText, showValue } from '../text/foreign'
import { describeFields } from './form'
import { MOST_PROBLEMS, type Problems } from './problemText'
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
  return { path, value: showValue(value), ...expectationOf(field) }
}

/** What a field expects to stand in it. */
export function expectationOf(field: Field): Pick<Problem, 'code' | 'params'> {
  const params: Problem['params'] = {}
  if (field.min !== undefined) params['min'] = field.min
  if (field.max !== undefined) params['max'] = field.max
  if (field.options) params['options'] = field.options.join(', ')
  return { code: field.format ?? field.kind, params }
}

function unknownField(group: string, key: string, input: unknown): Problem {
  const value = (valueAt(input, group) as Record<string, unknown>)[key]
  const path = showText(group === '' ? key : `${group}.${key}`)
  return { path, value: showValue(value), code: 'unknown', params: {} }
}

/**
 * The schema's complaints about an experiment, one problem a field. A document can have any number of fields
 * that are unknown: no more of them are looked at than are told.
 */
export function experimentProblems(issues: readonly z.core.$ZodIssue[], input: unknown): Problems {
  const known = new Map<string, Problem>()
  const unknown: Problem[] = []
  let numUnknown = 0
  for (const issue of issues) {
    const path = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') {
      if (!known.has(path)) known.set(path, fieldProblem(path, input))
      continue
    }
    numUnknown += issue.keys.length
    const told = issue.keys.slice(0, MOST_PROBLEMS - unknown.length)
    unknown.push(...told.map((key) => unknownField(path, key, input)))
  }
  return { problems: [...known.values(), ...unknown], numMore: numUnknown - unknown.length }
}
