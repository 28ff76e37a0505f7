import { expect, it } from 'vitest'
import { longTraining } from './longTraining'

it.each([
  [599, null],
  [600, '10 minutes'],
  [7199, '120 minutes'],
  [7200, '2 hours'],
])('training of %d s is told of as %s', (seconds, told) => {
  expect(longTraining(seconds)).toBe(told)
})
