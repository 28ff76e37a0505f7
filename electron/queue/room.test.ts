import { expect, it } from 'vitest'
import { createRoom } from './room'

it('lets trials in while there are threads and memory for them, in their order', async () => {
  const room = createRoom({ threads: 4, memory: 100 })
  const begun: string[] = []
  const take = (name: string, threads: number, memory: number) =>
    room.take({ threads, memory }).then((giveBack) => {
      begun.push(name)
      return giveBack
    })
  const large = take('large', 1, 90)
  const next = take('next', 1, 20)
  const small = take('small', 1, 5)
  const back = await large
  expect(begun).toEqual(['large'])
  back()
  await Promise.all([next, small])
  expect(begun).toEqual(['large', 'next', 'small'])
})

it('lets what takes more than there is in alone', async () => {
  const room = createRoom({ threads: 2, memory: 100 })
  const back = await room.take({ threads: 1, memory: 10 })
  let isIn = false
  const huge = room.take({ threads: 8, memory: 1000 }).then((giveBack) => {
    isIn = true
    return giveBack
  })
  await Promise.resolve()
  expect(isIn).toBe(false)
  back()
  await huge
  expect(isIn).toBe(true)
})
