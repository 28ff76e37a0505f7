import { expect, it } from 'vitest'
import { valueAxis } from './valueAxis'

it('numbers stand by their differences, or by their ratios where these are large', () => {
  const linear = valueAxis([0, 5, 10, undefined, NaN])
  expect([0, 5, 10].map(linear.place)).toEqual([0, 0.5, 1])
  expect([undefined, NaN, 'x'].map(linear.place)).toEqual([null, null, null])
  const log = valueAxis([0.001, 0.1])
  expect(log.place(0.01)).toBeCloseTo(0.5, 12)
  expect(log.ticks.map(({ value }) => value)).toContain(0.01)
  expect(valueAxis([3, 3]).place(3)).toBe(0.5)
  expect(valueAxis([Infinity, 1, 2]).place(Infinity)).toBeNull()
})

it('words stand one beside the other, and so does what is off', () => {
  const words = valueAxis(['lstm', 'gru', 'gru', null])
  expect(words.ticks).toEqual([
    { at: 0, value: 'gru' },
    { at: 0.5, value: 'lstm' },
    { at: 1, value: 'null' },
  ])
  expect(words.place('lstm')).toBe(0.5)
  expect(valueAxis([true, false]).place(true)).toBe(1)
  expect(valueAxis([]).ticks).toEqual([])
})
