import { expect, it } from 'vitest'
import { typeset } from './typeset'

it('sets a formula, and the same formula again as an element of its own', () => {
  const [first, second] = [typeset('h_t'), typeset('h_t')]
  expect(first).not.toBe(second)
  expect(first.isEqualNode(second)).toBe(true)
  expect(first.textContent).toContain('h')
  expect(typeset('z_t').isEqualNode(first)).toBe(false)
})

it('shows what cannot be set as it is written', () => {
  expect(typeset('\\nonsense{').textContent).toContain('\\nonsense{')
})
