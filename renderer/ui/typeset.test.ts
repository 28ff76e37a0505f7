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

it('reads out nothing of a formula that has a name, and looks the same', () => {
  const fraction = '\\tfrac{x_t}{2}'
  const [read, named] = [typeset(fraction), typeset(fraction, { isNamed: true })] as Element[]
  expect([read!.querySelectorAll('math').length, named!.querySelectorAll('math').length]).toEqual([1, 0])
  const look = (formula: Element) => formula.querySelector('.katex-html')!.outerHTML
  expect(look(named!)).toBe(look(read!))
})

it('says where a letter stands, unless the symbol has a name or stands on the line', () => {
  const hasMath = (tex: string, isNamed = false): boolean =>
    (typeset(tex, { isNamed }) as Element).querySelector('math') !== null
  expect([hasMath('x_t'), hasMath('x_t', true), hasMath('\\tanh(0.25)')]).toEqual([true, false, false])
})

it('keeps no formula that hardly comes again', () => {
  expect(typeset('1.25', { isRare: true }).textContent).toContain('1.25')
  expect(typeset('1.25', { isRare: true }).isEqualNode(typeset('1.25'))).toBe(true)
})
