import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkpointsToKeep } from './checkpointRule'

const at = (update: number, loss = 1, bytes = 1000) => ({ update, loss, bytes })
const kept = (all: ReturnType<typeof at>[]) => checkpointsToKeep(all).map(({ update }) => update)

it('keeps all of a few', () => {
  expect(kept([])).toEqual([])
  expect(kept([at(40)])).toEqual([40])
  expect(kept([at(40), at(90)])).toEqual([40, 90])
})

it('keeps the first, the newest and the best, and fewer of the others the older they are', () => {
  const all = Array.from({ length: 100 }, (_, i) => at(10 * (i + 1), i === 41 ? 0.5 : 1))
  expect(kept(all)).toEqual([10, 360, 420, 680, 840, 920, 960, 980, 990, 1000])
})

it('of which the loss is not known none is the best where there is another', () => {
  const all = [
    at(10, NaN),
    at(20, NaN),
    at(500, 2),
    ...Array.from({ length: 60 }, (_, i) => at(600 + i, NaN)),
  ]
  expect(kept(all)).toContain(500)
})

it('keeps no more than the first, the newest and the best of those that are too large', () => {
  const all = Array.from({ length: 20 }, (_, i) => at(i + 1, i === 7 ? 0 : 1, 2 ** 29))
  expect(kept(all)).toEqual([1, 8, 20])
})

it('keeps few however many are added one by one, and never loses the first and the best', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 400 }),
      (losses) => {
        let now: ReturnType<typeof at>[] = []
        losses.forEach((loss, i) => (now = checkpointsToKeep([...now, at(i + 1, loss)])))
        expect(now[0]!.update).toBe(1)
        expect(now.at(-1)!.update).toBe(losses.length)
        expect(now.map(({ loss }) => loss)).toContain(Math.min(...losses))
        expect(now.length).toBeLessThanOrEqual(4 + Math.log2(losses.length) * 2)
      },
    ),
    { numRuns: 50 },
  )
})
