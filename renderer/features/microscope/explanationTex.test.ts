import { describe, expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { explain } from '../../../core/explain/lookup'
import type { TimelessRef } from '../../../core/explain/matrixRef'
import { stepId } from '../../../core/explain/stepId'
import { matrixOf, stepAt } from '../../../core/explain/timeline.testing'
import { numericFormula, orderTerms, termNumbers, termTex } from './explanationTex'

const timeline = homeworkTimeline('part4')
const step = stepAt(timeline, stepId('forward', 0, 1))
const explanationOf = (ref: TimelessRef) => explain(timeline, step, matrixOf(step, ref), 2, 3)!
const pre = { kind: 'pre', cell: 0, gate: 0 } as const

describe('the formula of an element', () => {
  it('has numbers in place of letters, and an ellipsis where there are many', () => {
    const { outer, rest } = numericFormula(explanationOf(pre))
    expect(outer).toBeNull()
    expect(rest).toMatch(/^[^=]+ \+\u00a0… = −?\d\.\d+$/)
    expect(rest.match(/·/g)).toHaveLength(2)
  })

  it('shows what is done to the sum, and the sum where it has several terms', () => {
    const state = explanationOf({ kind: 'h', cell: 0 })
    const { outer, rest } = numericFormula(state)
    expect(outer).toMatch(/^\\tanh\(-?\d\.\d+\)$/)
    expect(rest).toMatch(/^−?0\.\d+$/)
    const several = numericFormula({ ...explanationOf(pre), outer: state.outer })
    expect(several.rest).toMatch(/^−?\d\.\d+, −?\d\.\d+ = .*…$/)
  })
})

it('a sum of one number is written once', () => {
  const { terms } = explanationOf(pre)
  const one = { ...terms[0]!, factors: terms[0]!.factors.slice(0, 1) }
  const { value } = one.factors[0]!
  const { rest } = numericFormula({ ...explanationOf(pre), outer: null, sum: value, value }, [one])
  expect(rest).not.toContain('=')
})

describe('a term', () => {
  const [first] = explanationOf(pre).terms

  it('is a product of elements, and of their numbers', () => {
    expect(termTex(first!)).toBe('W_{ax}[2,0] \\cdot x_{2}[0,3]')
    expect(termNumbers(first!)).toMatch(/^−?\d\.\d+\u00a0·\u00a0\(?−?\d\.\d+\)?$/)
  })
})

it('terms come as in the formula, or the largest first', () => {
  const { terms } = explanationOf(pre)
  expect(orderTerms(terms, true)).toBe(terms)
  const sizes = orderTerms(terms, false).map(({ value }) => Math.abs(value))
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
})
