import { expect, it } from 'vitest'
import { RecentCache } from './recentCache'

it('drops what was asked for longest ago', () => {
  const recent = new RecentCache<number>(2)
  recent.set('a', 1)
  recent.set('b', 2)
  expect(recent.get('a')).toBe(1)
  recent.set('c', 3)
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3])
})

it('keeps the newest value of a key', () => {
  const recent = new RecentCache<number>(2)
  recent.set('a', 1)
  recent.set('a', 2)
  recent.set('b', 3)
  expect([recent.get('a'), recent.get('b')]).toEqual([2, 3])
})
