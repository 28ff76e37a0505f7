import { describe, expect, it } from 'vitest'
import { small, traceOf } from '../replay/trace.testing'
import {
  elementRef,
  exactElement,
  findElement,
  findMatrix,
  isSameElement,
  locateElement,
  mostTellingElement,
  originOf,
} from './elementRef'
import { homeworkTimeline } from './homework'
import { matricesOf } from './lookup'
import type { Matrix } from './matrix'
import { elementText } from './matrix'
import { matrixKey } from './matrixRef'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import { createTimeline } from './timeline'
import { matrixOf, stepAt } from './timeline.testing'

const timeline = createTimeline(traceOf(small({ cell: 'rnn' })))
const third = stepAt(timeline, stepId('forward', 0, 2))
const state = matrixKey({ kind: 'h', cell: 0 })
const at = (matrix: Matrix, row: number, col: number) => ({ matrix, row, col })

describe('the element that tells most', () => {
  const numbers = (...rows: number[][]): Matrix => ({
    ...findMatrix(third, state)!,
    rows: rows.length,
    cols: rows[0].length,
    hasItems: true,
    at: (row, col) => rows[row][col],
  })

  it('is the largest, of one sequence or of all', () => {
    const matrix = numbers([1, -2], [-3, 4])
    expect(mostTellingElement(matrix, null)).toEqual({ matrix, row: 1, col: 1 })
    expect(mostTellingElement(matrix, 0)).toEqual({ matrix, row: 1, col: 0 })
  })

  it('is the first that is not finite, and of zeros the first', () => {
    const matrix = numbers([1, 9], [NaN, Infinity])
    expect(mostTellingElement(matrix, null)).toEqual({ matrix, row: 1, col: 0 })
    const zeros = numbers([0, 0])
    expect(mostTellingElement(zeros, 1)).toEqual({ matrix: zeros, row: 0, col: 1 })
  })
})

describe('where an element comes from', () => {
  const origins = (input: Parameters<typeof small>[0]) => {
    const opened = createTimeline(traceOf(small(input)))
    /** Of every factor of every explained element: which lead nowhere, or to another number. */
    const lost: string[] = []
    for (const step of opened.steps) {
      for (const line of step.equations.flatMap((each) => [each, ...(each.within ?? [])])) {
        const { terms } = line.explain?.(line.result.rows - 1, line.result.cols - 1) ?? { terms: [] }
        for (const source of terms.flatMap(({ factors }) => factors.flatMap(({ sources = [] }) => sources))) {
          const origin = originOf(opened, step, source)
          const value = origin?.matrix.at(origin.row, origin.col)
          const isShown =
            origin && matricesOf(opened.steps[origin.index]).some(({ id }) => id === origin.matrix.id)
          if (!isShown || !Object.is(value, source.matrix.at(source.row, source.col))) {
            lost.push(`${step.id}: ${elementText(source)}`)
          }
        }
      }
    }
    return lost
  }

  it.each<Parameters<typeof small>[0]>([
    { cell: 'rnn', bidirectional: true, numLayers: 2 },
    { cell: 'residual' },
    { cell: 'residual', residualScale: 0.3 },
    { cell: 'gru', gruVariant: 'resetBefore' },
    { cell: 'gru' },
    { cell: 'lstm' },
  ])('is found for every factor of every sum: %j', (input) => {
    expect(origins(input)).toEqual([])
  })

  it('is the step that computes it, and of what is given this one or the first that reads it', () => {
    const back = stepAt(timeline, stepId('backward', 0, 2))
    const at = (step: StepId) => timeline.indexOf(step)
    const originAt = (matrix: Matrix) => originOf(timeline, back, { matrix, row: 1, col: 0 })?.index
    expect(originAt(timeline.symbols.h(0, 1))).toBe(at(stepId('forward', 0, 1)))
    expect(originAt(matrixOf(back, { kind: 'dPre', cell: 0, gate: 0, t: 3 }))).toBe(
      at(stepId('backward', 0, 3)),
    )
    expect(originAt(timeline.symbols.parameters.weightHh(0, 0))).toBe(at(stepId('backward', 0, 2)))
    expect(originAt(timeline.symbols.input(0, 4))).toBe(at(stepId('forward', 0, 4)))
  })
})

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

  it('is referred to whatever t, and as another in the h before', () => {
    const second = stepAt(timeline, stepId('forward', 0, 1))
    const before = matrixOf(third, { kind: 'h', cell: 0, t: 1 })
    expect(elementRef(second, at(before, 1, 1))).toEqual(ref)
    expect(elementRef(third, at(before, 1, 1))).toEqual({ ...ref, nth: 1 })
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

  it('is exactly that one, with its own t, wherever it was seen', () => {
    const fourth = stepAt(timeline, stepId('forward', 0, 3))
    const exact = exactElement(timeline, third, at(h, 1, 1))
    expect(isSameElement(exact, exactElement(timeline, fourth, at(h, 1, 1)))).toBe(true)
    const others = [at(h, 1, 0), at(h, 0, 1), at(matrixOf(third, { kind: 'h', cell: 0, t: 1 }), 1, 1)]
    for (const other of others) expect(isSameElement(exact, exactElement(timeline, third, other))).toBe(false)
    const located = locateElement(timeline, exact)!
    expect([timeline.steps[located.index]?.id, located.value]).toEqual([third.id, h.at(1, 1)])
  })

  it('stands where it is given if no step makes it, and is none in an update without it', () => {
    const start = stepAt(timeline, stepId('start'))
    const initial = matrixOf(start, { kind: 'h', cell: 0, t: -1 })
    const exact = exactElement(timeline, start, at(initial, 0, 0))
    expect(locateElement(timeline, exact)).toMatchObject({ index: 0, value: initial.at(0, 0) })
    const last = exactElement(timeline, third, at(h, 2, 1))
    expect(locateElement(homeworkTimeline('part2AsPrinted'), last)).toBeNull()
    expect(locateElement(timeline, { ...last, row: 99 })).toBeNull()
  })
})
