import { describe, expect, it } from 'vitest'
import { homeworkWalk } from '../../../core/explain/homework'
import { explain, findMatrix } from '../../../core/explain/steps'
import { numericTex, orderTerms, termNumbersTex, termTex } from './explanationTex'

const walked = homeworkWalk('part4')
const step = walked.steps[walked.indexOf('forward.0.1')]!
const explanationOf = (key: string) => explain(walked, step, findMatrix(step, key)!, 2, 3)!

describe('the formula of an element', () => {
  it('has numbers in place of letters, and an ellipsis where there are many', () => {
    const text = numericTex(explanationOf('a0.0'))
    expect(text).toMatch(/^\{z_\{2\}\[2,3\]\} = /)
    expect(text).toContain('\\cdots')
    expect(text.match(/\\cdot /g)).toHaveLength(2)
  })

  it('shows what is done to the sum', () => {
    expect(numericTex(explanationOf('h.0'))).toContain('\\tanh(')
  })
})

describe('a term', () => {
  const [first] = explanationOf('a0.0').terms

  it('is a product of elements, and of their numbers', () => {
    expect(termTex(first!)).toBe('W_{ax}[2,0] \\cdot x_{2}[0,3]')
    expect(termNumbersTex(first!)).toMatch(/^-?\d\.\d+ \\cdot \(?-?\d\.\d+\)?$/)
  })
})

it('terms come as in the formula, or the largest first', () => {
  const { terms } = explanationOf('a0.0')
  expect(orderTerms(terms, true)).toBe(terms)
  const sizes = orderTerms(terms, false).map(({ value }) => Math.abs(value))
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
})
