import { expectationOf } from '../experiment/problems'
import type { FieldSpec } from '../experiment/form'
import type { Problem, ProblemCode, ProblemParams } from '../fields/problem'
import type { TaskName } from '../tasks/registry'
import { showText, showValue } from '../text/foreign'
import { fieldAt, fieldsAt, isAllowed } from './fields'
import type { StrategyName } from './sweep'
import { scaleNames } from './sweep'

/** What was wrong with a value of the document. */
export function problemAt(
  path: string,
  value: unknown,
  code: ProblemCode,
  params: ProblemParams = {},
): Problem {
  return { path: showText(path, 160), value: showValue(value), code, params }
}

/** Where the sweep may lead: what its fields have to fit. */
export interface Context {
  readonly strategy: StrategyName | null
  /** The tasks that a trial can have. */
  readonly tasks: readonly TaskName[]
}

/** What is wrong with what is to be tried in a field. */
export function candidatesProblems(path: string, candidates: unknown, context: Context): Problem[] {
  const at = `search.fields.${path}`
  const fields = context.tasks.flatMap((task) => fieldAt(task, path) ?? [])
  if (fields.length === 0) return [noFieldProblem(at, path, candidates, context)]
  if (Array.isArray(candidates)) {
    if (candidates.length === 0) return [problemAt(at, candidates, 'emptyList')]
    return candidates.flatMap((value: unknown, i) => valueProblems(`${at}[${i}]`, value, fields))
  }
  if (typeof candidates !== 'object' || candidates === null) return [problemAt(at, candidates, 'candidates')]
  const isNumber = fields.every(({ kind }) => kind === 'number' || kind === 'integer')
  if (!isNumber || context.strategy === 'grid') return [problemAt(at, candidates, 'listOnly')]
  return rangeProblems(at, candidates, fields)
}

function noFieldProblem(at: string, path: string, candidates: unknown, { tasks }: Context): Problem {
  const others = fieldsAt(path).map(({ task }) => task)
  if (others.length === 0) return problemAt(at, candidates, 'unknown')
  const params = { other: 'task.name', value: tasks.join(', '), options: others.join(', ') }
  return problemAt(at, candidates, 'noEffect', params)
}

/** Of several tasks whose fields have one name, the value has to be one of all. */
function valueProblems(at: string, value: unknown, fields: readonly FieldSpec[]): Problem[] {
  const refusing = fields.find((field) => !isAllowed(field, value))
  if (!refusing) return []
  const { code, params } = expectationOf(refusing)
  return [problemAt(at, value, code, params)]
}

function rangeProblems(at: string, range: object, fields: readonly FieldSpec[]): Problem[] {
  const { min, max, scale, ...others } = range as Record<string, unknown>
  // Nothing is not a number of any range.
  const bounded = fields.map((field) => ({ ...field, nullable: false }))
  const problems = [
    ...Object.entries(others).map(([key, value]) => problemAt(`${at}.${key}`, value, 'unknown')),
    ...valueProblems(`${at}.min`, min, bounded),
    ...valueProblems(`${at}.max`, max, bounded),
  ]
  if (scale !== undefined && !scaleNames.some((name) => name === scale)) {
    problems.push(problemAt(`${at}.scale`, scale, 'choice', { options: scaleNames.join(', ') }))
  }
  if (problems.length > 0 || typeof min !== 'number' || typeof max !== 'number') return problems
  if (min >= max) return [problemAt(`${at}.min`, min, 'shorterThan', { other: `${at}.max`, limit: max })]
  return scale === 'log' && min <= 0 ? [problemAt(`${at}.min`, min, 'positive')] : []
}
