import { describe, expect, it } from 'vitest'
import { small, traceOf } from '../replay/trace.testing'
import { elementRef, findElement, findMatrix, isSameElement, latestElement } from './elementRef'
import { homeworkTimeline } from './homework'
import { matricesOf } from './lookup'
import type { Matrix } from './matrix'
import { matrixKey } from './matrixRef'
import { stepId } from './stepId'
import { createTimeline } from './timeline'
import { matrixOf, stepAt } from './timeline.testing'

const timeline = createTimeline(traceOf(small({ cell: 'rnn' })))
const third = stepAt(timeline, stepId('forward', 0, 2))
const state = matrixKey({ kind: 'h', cell: 0 })
const at = (matrix: Matrix, row: number, col: number) => ({ matrix, row, col })

describe('a matrix of a step', () => {
  it('is found by what it is, whatever t', () => {
    expect(findMatrix(third, state)?.ref).toEqual({ kind: 'h', cell: 0, t: 2 })
    expect(findMatrix(third, matrixKey({ kind: 'normBefore' }))).toBeNull()
  })

  it('is told apart from those of the same kind: h_t, then the h before it', () => {
    const before = findMatrix(third, state, 1)!
    expect(before.name.text).toBe('h_2')
    expect(elementRef(third, at(before, 1, 0)).nth).toBe(1)
    expect(elementRef(third, at(findMatrix(third, state)!, 1, 0)).nth).toBe(0)
    const last = stepAt(timeline, stepId('backward', 0, 5))
    const gradient = matrixKey({ kind: 'dPre', cell: 0, gate: 0 })
    expect(findMatrix(last, gradient)?.name.text).toBe('da_6')
    expect(findMatrix(last, gradient, 1)).toBeNull()
  })

  it('stands once in its step, results before operands', () => {
    const ids = matricesOf(third).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.slice(0, 2)).toEqual(third.equations.map(({ id }) => id))
  })
})

describe('an element', () => {
  const h = matrixOf(third, { kind: 'h', cell: 0, t: 2 })
  const ref = elementRef(third, at(h, 1, 1))

  it('is the same whatever t, and another in the h before', () => {
    const second = stepAt(timeline, stepId('forward', 0, 1))
    const before = matrixOf(third, { kind: 'h', cell: 0, t: 1 })
    expect(isSameElement(ref, elementRef(second, at(before, 1, 1)))).toBe(true)
    expect(isSameElement(ref, elementRef(third, at(before, 1, 1)))).toBe(false)
    expect(isSameElement(ref, elementRef(third, at(h, 1, 0)))).toBe(false)
    expect(isSameElement(ref, elementRef(third, at(h, 0, 1)))).toBe(false)
  })

  it('is found in any step that shows it, in the column of another sequence if that is asked for', () => {
    const fourth = stepAt(timeline, stepId('forward', 0, 3))
    expect(findElement(fourth, ref)).toMatchObject({ matrix: { ref: { t: 3 } }, row: 1, col: 1 })
    expect(findElement(fourth, ref, 0)).toMatchObject({ row: 1, col: 0 })
    expect(findElement(stepAt(timeline, stepId('loss')), ref)).toBeNull()
  })

  it('is none where the matrix is smaller', () => {
    expect(findElement(third, { ...ref, row: 3 })).toBeNull()
    expect(findElement(third, ref, 2)).toBeNull()
  })

  it('has its latest value here, at the same t, in the nearest step before, or after', () => {
    const homework = homeworkTimeline('part4')
    const whole = { key: state, nth: 0, row: 1, col: 2 }
    const latestAt = (id: ReturnType<typeof stepId>) => latestElement(homework, homework.indexOf(id), whole)!
    expect(latestAt(stepId('forward', 0, 2)).matrix.ref).toMatchObject({ t: 2 })
    expect(latestAt(stepId('backward', 0, 2)).value).toBe(homework.symbols.h(0, 2).at(1, 2))
    expect(latestAt(stepId('start')).matrix.ref).toMatchObject({ t: -1 })
    const gradient = { ...whole, key: matrixKey({ kind: 'dh', cell: 0 }) }
    const first = latestElement(homework, 0, gradient)!
    expect(homework.steps[first.index]?.id).toBe(stepId('backward', 0, 3))
    expect(latestElement(homework, 0, { ...whole, key: matrixKey({ kind: 'normBefore' }) })).toBeNull()
  })
})
