import { afterAll, expect, it } from 'vitest'
import { arenas } from './arena'
import { tryWideTiles } from './tiles'

const arena = arenas.float64

afterAll(() => arena.useWideTiles(false))

/** A clock by which products in narrow tiles take so long, and those in wide ones. */
function clock(narrowMs: number, wideMs: number): () => number {
  let now = 0
  let readings = 0
  // After the first reading, again and again: narrow from, to, wide from, to, is it over.
  return () => {
    now += [0, 0, narrowMs, 0, wideMs][readings++ % 5]!
    return now
  }
}

it.each([
  ['the wide tiles where they are the faster', 3, 2, true],
  ['the narrow ones where they clearly are', 2, 3, false],
  ['the wide ones, which were expected, where both are alike', 2, 2, true],
])('takes %s', (_which, narrowMs, wideMs, areWide) => {
  expect(tryWideTiles(arena, clock(narrowMs, wideMs))).toBe(areWide)
})
