import { expect, it } from 'vitest'
import { createTurns } from './turns'

function setUp(most: number) {
  const begun: string[] = []
  const moved: string[][] = []
  const turns = createTurns(most, (ids) => moved.push([...ids]))
  const take = (...ids: string[]) => ids.forEach((id) => turns.take(id, () => begun.push(id)))
  return { turns, begun, moved, take }
}

it('lets as many train as may, and the next in order when one makes room', () => {
  const { turns, begun, take } = setUp(2)
  take('a', 'b', 'c', 'd')
  expect(begun).toEqual(['a', 'b'])
  expect(['a', 'c', 'd'].map(turns.placeOf)).toEqual([null, 0, 1])
  turns.give('b')
  expect([begun, turns.placeOf('d')]).toEqual([['a', 'b', 'c'], 0])
})

it('puts one that waits where it is told, and says whose places have changed', () => {
  const { turns, begun, moved, take } = setUp(1)
  take('a', 'b', 'c', 'd')
  turns.move('d', 0)
  turns.move('b', 99)
  turns.move('unknown', 0)
  expect(moved).toEqual([
    ['d', 'b', 'c'],
    ['d', 'c', 'b'],
  ])
  for (const id of ['a', 'd', 'c']) turns.give(id)
  expect(begun).toEqual(['a', 'd', 'c', 'b'])
})

it('forgets one that waits no more', () => {
  const { turns, begun, moved, take } = setUp(1)
  take('a', 'b', 'c')
  turns.give('b')
  expect([moved, turns.placeOf('c')]).toEqual([[['c']], 0])
  turns.give('a')
  expect(begun).toEqual(['a', 'c'])
})

it('counts one that trains out of turn', () => {
  const { turns, begun, take } = setUp(1)
  turns.claim('a')
  take('b')
  expect(begun).toEqual([])
  turns.give('a')
  expect(begun).toEqual(['b'])
})

it('begins at once where it is its turn already, and waits at one place only', () => {
  const { turns, begun, take } = setUp(1)
  take('a', 'a', 'b', 'b')
  expect(begun).toEqual(['a', 'a'])
  turns.give('a')
  expect([begun, turns.placeOf('b')]).toEqual([['a', 'a', 'b'], null])
})
