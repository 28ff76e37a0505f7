import { describe, expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { explain } from '../../../core/explain/lookup'
import type { TimelessRef } from '../../../core/explain/matrixRef'
import { stepId } from '../../../core/explain/stepId'
import { matrixOf, stepAt } from '../../../core/explain/timeline.testing'
import { litAreas } from './litAreas'

const timeline = homeworkTimeline('part4')
const range = (from: number, to = from) => ({ from, to })

function areasOf(id: ReturnType<typeof stepId>, ref: TimelessRef, row: number, col: number) {
  const step = stepAt(timeline, id)
  const areas = litAreas(explain(timeline, step, matrixOf(step, ref), row, col))
  const names = step.equations.flatMap(({ result, operands }) => [result, ...operands])
  return Object.fromEntries(
    [...areas].map(([key, area]) => [names.find((matrix) => matrix.id === key)!.name.text, area]),
  )
}

describe('what an explained number is computed from', () => {
  it('is a row of the weights and a column of the vector, and one bias', () => {
    expect(areasOf(stepId('forward', 0, 1), { kind: 'pre', cell: 0, gate: 0 }, 2, 3)).toEqual({
      Wax: { rows: range(2), cols: range(0, 2) },
      x_2: { rows: range(0, 2), cols: range(3) },
      ba: { rows: range(2), cols: range(0) },
      Waa: { rows: range(2), cols: range(0, 4) },
      a_1: { rows: range(0, 4), cols: range(3) },
    })
  })

  it('is a column of the weights on the way back', () => {
    const { Waa, dz_3: gradient } = areasOf(stepId('backward', 0, 1), { kind: 'dh', cell: 0 }, 2, 3)
    expect(Waa).toEqual({ rows: range(0, 4), cols: range(2) })
    expect(gradient).toEqual({ rows: range(0, 4), cols: range(3) })
  })

  it('is nothing of a number that is given', () => {
    expect(litAreas(null).size).toBe(0)
  })
})
