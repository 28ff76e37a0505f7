import { describe, expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { explain } from '../../../core/explain/lookup'
import type { TimelessRef } from '../../../core/explain/matrixRef'
import { stepId } from '../../../core/explain/stepId'
import { matrixOf, stepAt } from '../../../core/explain/timeline.testing'
import { numericTex, orderTerms, termNumbersTex, termTex } from './explanationTex'

const timeline = homeworkTimeline('part4')
const step = stepAt(timeline, stepId('forward', 0, 1))
const explanationOf = (ref: TimelessRef) => explain(timeline, step, matrixOf(step, ref), 2, 3)!
const pre = { kind: 'pre', cell: 0, gate: 0 } as const

describe('the formula of an element', () => {
  it('has numbers in place of letters, and an ellipsis where there are many', () => {
    const text = numericTex(explanationOf(pre))
    expect(text).toMatch(/^\{z_\{2\}\[2,3\]\} = /)
    expect(text).toContain('\\cdots')
    expect(text.match(/\\cdot /g)).toHaveLength(2)
  })

  it('shows what is done to the sum', () => {
    expect(numericTex(explanationOf({ kind: 'h', cell: 0 }))).toContain('\\tanh(')
  })
})

it('a sum of one number is written once', () => {
  const { tex, terms } = explanationOf(pre)
  const one = { ...terms[0]!, factors: terms[0]!.factors.slice(0, 1) }
  const { value } = one.factors[0]!
  const text = numericTex({ ...explanationOf(pre), tex, outer: null, sum: value, value }, [one])
  expect(text.split(' = ')).toHaveLength(2)
})

describe('a term', () => {
  const [first] = explanationOf(pre).terms

  it('is a product of elements, and of their numbers', () => {
    expect(termTex(first!)).toBe('W_{ax}[2,0] \\cdot x_{2}[0,3]')
    expect(termNumbersTex(first!)).toMatch(/^-?\d\.\d+ \\cdot \(?-?\d\.\d+\)?$/)
  })
})

it('terms come as in the formula, or the largest first', () => {
  const { terms } = explanationOf(pre)
  expect(orderTerms(terms, true)).toBe(terms)
  const sizes = orderTerms(terms, false).map(({ value }) => Math.abs(value))
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
})
