import type { Experiment } from '../experiment/experiment'
import { withoutSchemaAddress } from '../experiment/parse'
import { type Problems } from '../experiment/problemText'
import { experimentProblems } from '../experiment/problems'
import { relationProblems } from '../experiment/relations'
import { experimentSchema } from '../experiment/schema'
import type { z } from '../experiment/zod'
import { setAt, valueAt } from '../fields/path'
import type { Problem } from '../fields/problem'
import type { TaskName } from '../tasks/registry'
import { taskNames } from '../tasks/registry'
import { showText, showValue } from '../text/foreign'
import { numCandidates } from './candidates'
import { fieldAt, valueOf } from './fields'
import { gridSize } from './grid'
import { candidatesProblems, problemAt } from './problems'
import { outlineSchema } from './schema'
import { MOST_SOBOL_DIMENSIONS } from './sobol'
import type { Candidates, FieldValue, Search, Sweep, Trial } from './sweep'
import { isRange, MOST_TRIALS, strategyNames } from './sweep'
import { trialsOf } from './trials'

type Document = Record<string, unknown>

/** A sweep with its trials, or what is wrong with the document that should have been one. */
export type ParsedSweep =
  | { readonly ok: true; readonly value: Sweep & { readonly trials: readonly Trial[] } }
  | ({ readonly ok: false } & Problems)

/**
 * Reads a sweep out of anything: fills in defaults, refuses what no trial could make use of, and names every
 * refused field at once. Every trial is an experiment that can be trained. Where there would be too many they
 * are counted, not made.
 */
export function parseSweep(input: unknown): ParsedSweep {
  const document = withoutSchemaAddress(input)
  const outline = outlineSchema.safeParse(document)
  const problems = [
    ...(outline.success ? [] : outline.error.issues.flatMap((issue) => outlineProblems(issue, document))),
    ...trialsProblems(document),
    ...fieldsProblems(document),
  ]
  const experiment = parseBase(document)
  if ('problems' in experiment) problems.push(...experiment.problems)
  if (!outline.success || 'problems' in experiment || problems.length > 0) {
    return { ok: false, problems, numMore: 'problems' in experiment ? experiment.numMore : 0 }
  }
  const { strategy, trials = null, seed } = outline.data.search
  const fields = candidatesOf(document)
  return withTrials({ experiment, search: { strategy, trials, seed, fields } })
}

function withTrials(sweep: Sweep): ParsedSweep {
  const problems = [...effectProblems(sweep), ...sizeProblems(sweep.search)]
  if (problems.length > 0) return { ok: false, problems, numMore: 0 }
  const trials = trialsOf(sweep)
  for (const [i, trial] of trials.entries()) {
    const found = relationProblems(trial.experiment)
    if (found.length > 0) {
      return { ok: false, problems: found.map((each) => inTrial(each, i, trial)), numMore: 0 }
    }
  }
  return { ok: true, value: { ...sweep, trials } }
}

/** What is wrong with the combination of fields in one trial; trials count from 1. */
function inTrial(problem: Problem, index: number, { fields }: Trial): Problem {
  const values = Object.entries(fields).map(([path, value]) => `${path} ${showValue(value)}`)
  return {
    ...problem,
    path: `${showText(`trial ${index + 1} (${values.join(', ')})`, 160)}: ${problem.path}`,
  }
}

/** What is to be tried, by path, whatever it is. */
function fieldsIn(document: unknown): Document {
  const search = valueAt(document, 'search')
  const fields = valueAt(search, 'fields')
  return isDocument(fields) ? fields : {}
}

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function candidatesOf(document: unknown): Record<string, Candidates> {
  const entries = Object.entries(fieldsIn(document)).map(([path, candidates]): [string, Candidates] => [
    path,
    Array.isArray(candidates)
      ? (candidates as FieldValue[])
      : { ...(candidates as { min: number; max: number }), scale: scaleOf(candidates) },
  ])
  return Object.fromEntries(entries)
}

const scaleOf = (range: unknown) => (valueAt(range, 'scale') === 'log' ? 'log' : 'linear')

/** A complaint of the schema about the outermost parts. */
function outlineProblems(issue: z.core.$ZodIssue, document: unknown): Problem[] {
  const path = issue.path.join('.')
  const value = valueAt(document, path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      problemAt(path === '' ? key : `${path}.${key}`, (value as Document)[key], 'unknown'),
    )
  }
  if (path === 'search.strategy') {
    return [problemAt(path, value, 'choice', { options: strategyNames.join(', ') })]
  }
  if (path === 'search.trials') return [problemAt(path, value, 'integer', { min: 1, max: MOST_TRIALS })]
  if (path === 'search.seed') return [problemAt(path, value, 'integer', { min: 0, max: 2 ** 32 - 1 })]
  return [problemAt(path === '' ? 'the sweep' : path, value, 'object')]
}

/** Whether a number of trials is given where it has to be, and only there. */
function trialsProblems(document: unknown): Problem[] {
  const [strategy, trials] = [valueAt(document, 'search.strategy'), valueAt(document, 'search.trials')]
  if (strategy === 'grid' && trials !== undefined) return [problemAt('search.trials', trials, 'noTrials')]
  const isSampled = strategy === 'random' || strategy === 'sobol'
  if (!isSampled || trials !== undefined) return []
  return [problemAt('search.trials', trials, 'integer', { min: 1, max: MOST_TRIALS })]
}

function fieldsProblems(document: unknown): Problem[] {
  const fields = fieldsIn(document)
  const strategy = strategyNames.find((name) => name === valueAt(document, 'search.strategy')) ?? null
  const context = { strategy, tasks: tasksOf(document) }
  return Object.entries(fields).flatMap(([path, candidates]) => candidatesProblems(path, candidates, context))
}

/** The tasks that a trial can have; all where the document names none. */
function tasksOf(document: unknown): TaskName[] {
  const tried = fieldsIn(document)['task.name']
  const named = Array.isArray(tried) ? (tried as unknown[]) : [valueAt(document, 'experiment.task.name')]
  const known = taskNames.filter((name) => named.includes(name))
  return known.length > 0 ? known : [...taskNames]
}

/** The experiment, its combinations not looked at; of a field that it has to name, the first that is tried. */
function parseBase(document: unknown): Experiment | Problems {
  const given = withoutSchemaAddress(valueAt(document, 'experiment'))
  // The outline tells of that.
  if (!isDocument(given)) return { problems: [], numMore: 0 }
  const base: Document = { ...given }
  for (const path of ['task.name', 'model.cell']) {
    const tried = fieldsIn(document)[path]
    const [group] = path.split('.') as [string]
    if (!Array.isArray(tried) || valueAt(base, path) !== undefined) continue
    base[group] = isDocument(base[group]) ? { ...base[group] } : {}
    setAt(base, path, tried[0])
  }
  const parsed = experimentSchema.safeParse(base)
  if (parsed.success) return parsed.data
  const { problems, numMore } = experimentProblems(parsed.error.issues, base)
  return { problems: problems.map((each) => ({ ...each, path: `experiment.${each.path}` })), numMore }
}

/** Fields that would have an effect in no trial. */
function effectProblems({ experiment, search: { fields } }: Sweep): Problem[] {
  const possible = (path: string): readonly FieldValue[] => {
    const tried = fields[path]
    return tried && !isRange(tried) ? tried : [valueOf(experiment, path)]
  }
  const tasks = possible('task.name') as readonly TaskName[]
  return Object.entries(fields).flatMap(([path, candidates]) => {
    const whens = tasks.flatMap((task) => Object.entries(fieldAt(task, path)?.when ?? {}))
    const failing = whens.find(
      ([other, allowed]) => !possible(other).some((value) => allowed.includes(value!)),
    )
    if (!failing) return []
    const [other, allowed] = failing
    const params = { other, value: possible(other).join(', '), options: allowed.join(', ') }
    return [problemAt(`search.fields.${path}`, candidates, 'noEffect', params)]
  })
}

function sizeProblems({ strategy, fields }: Search): Problem[] {
  const all = Object.values(fields)
  if (all.length === 0) return [problemAt('search.fields', fields, 'noFields')]
  if (strategy === 'sobol' && all.length > MOST_SOBOL_DIMENSIONS) {
    return [problemAt('search.fields', all.length, 'tooManyFields', { limit: MOST_SOBOL_DIMENSIONS })]
  }
  const numTrials = strategy === 'grid' ? gridSize(all.map(numCandidates)) : 0
  return numTrials > MOST_TRIALS
    ? [problemAt('search.fields', numTrials, 'tooManyTrials', { limit: MOST_TRIALS })]
    : []
}
