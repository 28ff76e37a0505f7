import { expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { nodeText } from './nodeText'

it('says ∥h∥ of a state and ∥dh∥ of its gradient, and of the output its value with its sign, no norm', () => {
  const { symbols } = homeworkTimeline('part4')
  const state = symbols.h(0, 1)
  expect(nodeText(state, 0)).toMatch(/^\|\|a\|\| [\d.]+$/)
  expect(nodeText(symbols.gradH(0, 1), 0)).toMatch(/^\|\|da\|\| /)
  const one = { ...state, rows: 1, cols: 2, hasItems: true, at: (_: number, col: number) => [-0.5, 2][col]! }
  expect(nodeText(one, 0)).toBe('−0.500')
  expect(nodeText(one, 1)).toBe('2.00')
  expect(nodeText(one, null)).toBe('||a|| 2.06')
})
