import { expect, it } from 'vitest'
import { counted } from './counted'

it('has a singular for one thing alone', () => {
  expect([0, 1, 2].map((count) => counted(count, 'update'))).toEqual(['0 updates', '1 update', '2 updates'])
})
