import { describe, expect, it } from 'vitest'
import type { Answer, LessonProgress } from '../../core/contract/lessons'
import { mergeProgress } from './mergeProgress'
import { noProgress, type Progress } from './progressFile'

const answer = (value: number | string, at: string): Answer => ({
  ...{ value, at: `2026-01-0${at}T00:00:00.000Z`, of: 'x', isRight: null, measured: null },
})
const done = (given: Partial<LessonProgress>): Progress => ({
  ...noProgress(),
  lessons: { small: { version: 1, step: null, answers: {}, checks: {}, runs: {}, ...given } },
})
const check = (state: 'met' | 'unmet') => ({ state, value: 1, updates: 1 })

describe('progress from another computer', () => {
  it('comes whole, with the seat, to one where nothing was done yet', () => {
    const own = noProgress()
    const other = {
      ...done({ step: 'two', answers: { a: answer(1, '1') }, checks: { c: check('met') } }),
      seat: 7,
    }
    expect(mergeProgress(own, other, () => true)).toBe(2)
    expect(own).toEqual(other)
  })

  it('leaves the seat of one where something was done', () => {
    const own = { ...done({}), seat: 3 }
    mergeProgress(own, { ...done({}), seat: 7 }, () => true)
    expect(own.seat).toBe(3)
  })

  it.each([
    ['the first of two predictions stays', answer(1, '1'), answer(2, '2'), 1],
    ['also where that is the other one', answer(1, '2'), answer(2, '1'), 2],
    ['the last of two texts stays', answer('one', '1'), answer('two', '2'), 'two'],
  ])('%s', (_, our, their, value) => {
    const own = done({ answers: { a: our } })
    expect(mergeProgress(own, done({ answers: { a: their } }), () => true)).toBe(0)
    expect(own.lessons['small']!.answers['a']!.value).toBe(value)
  })

  it('what was met once is met, on whichever', () => {
    const own = done({ checks: { a: check('met'), b: check('unmet') } })
    const other = done({ checks: { a: check('unmet'), b: check('met'), c: check('unmet') } })
    expect(mergeProgress(own, other, () => true)).toBe(1)
    const states = Object.entries(own.lessons['small']!.checks).map(([id, { state }]) => [id, state])
    expect(Object.fromEntries(states)).toEqual({ a: 'met', b: 'met', c: 'unmet' })
  })

  it('takes the runs that are kept here, and leaves its own', () => {
    const own = done({ runs: { one: 'ours' } })
    mergeProgress(own, done({ runs: { one: 'theirs', two: 'here', three: 'gone' } }), (id) => id === 'here')
    expect(own.lessons['small']!.runs).toEqual({ one: 'ours', two: 'here' })
  })
})
