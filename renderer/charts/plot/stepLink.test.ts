import { expect, it } from 'vitest'
import { createStepLink } from './stepLink'

it('a unit is marked while it is looked at, and a kept one whenever no other is', () => {
  const link = createStepLink()
  link.look(3, 5)
  expect([link.step, link.unit]).toEqual([3, 5])
  link.keep(5)
  link.look(4, 7)
  expect(link.unit).toBe(7)
  link.look(null)
  expect([link.step, link.unit, link.keptUnit]).toEqual([null, 5, 5])
  link.keep(5)
  expect(link.unit).toBeNull()
})
