import { findMatrix } from './elementRef'
import { matricesOf } from './lookup'
import type { Matrix } from './matrix'
import type { MatrixRef, TimelessRef } from './matrixRef'
import { matrixId, matrixKey } from './matrixRef'
import type { StepId } from './stepId'
import type { Step, Timeline } from './timeline'

/** The step of a timeline, which must have it. */
export function stepAt({ steps, indexOf }: Timeline, id: StepId): Step {
  const step = steps[indexOf(id)]
  if (!step) throw new Error(`There is no step ${id}.`)
  return step
}

/**
 * The matrix that a step shows, by what it is: at exactly this t where the reference has one, else the first.
 */
export function matrixOf(step: Step, ref: MatrixRef | TimelessRef): Matrix {
  const found =
    't' in ref ? matricesOf(step).find(({ id }) => id === matrixId(ref)) : findMatrix(step, matrixKey(ref))
  if (!found) throw new Error(`${step.id} shows no ${JSON.stringify(ref)}.`)
  return found
}
