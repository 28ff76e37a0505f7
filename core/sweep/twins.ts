import type { Experiment } from '../experiment/experiment'
import { isRelevant } from '../experiment/form'
import { expectationOf } from '../experiment/problems'
import { relationProblems } from '../experiment/relations'
import type { Problem } from '../fields/problem'
import { areEqualExperiments } from './canonical'
import { fieldAt, isAllowed, valueOf } from './fields'
import { problemAt } from './problems'
import type { FieldValue, Trial } from './sweep'
import { withFields } from './withFields'

/** Two experiments that differ in one setting, or why there are none. */
export type Twins =
  | { readonly ok: true; readonly twins: readonly [Trial, Trial] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * An experiment and its twin, which differs from it in exactly one setting: everything that is drawn at random
 * follows from the same seeds, and is the same as far as the setting does not change what is drawn. A twin of
 * another task has the defaults of that.
 */
export function twinsOf(experiment: Experiment, path: string, value: FieldValue): Twins {
  const field = fieldAt(experiment.task.name, path)
  const refuse = (problem: Problem): Twins => ({ ok: false, problems: [problem] })
  if (!field) return refuse(problemAt(path, value, 'unknown'))
  if (!isAllowed(field, value)) {
    const { code, params } = expectationOf(field)
    return refuse(problemAt(path, value, code, params))
  }
  const failing = Object.entries(field.when ?? {}).find(
    ([other, values]) => !isRelevant({ ...field, when: { [other]: values } }, experiment),
  )
  if (failing) {
    const [other, values] = failing
    const params = { other, value: String(valueOf(experiment, other)), options: values.join(', ') }
    return refuse(problemAt(path, value, 'noEffect', params))
  }
  const twin = withFields(experiment, [[path, value]])
  if (areEqualExperiments(twin.experiment, experiment)) return refuse(problemAt(path, value, 'sameValue'))
  const problems = relationProblems(twin.experiment)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, twins: [{ experiment, fields: { [path]: valueOf(experiment, path) } }, twin] }
}
