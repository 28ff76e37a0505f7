import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, deriveSeed } from './random'

describe('the seeded generator', () => {
  it('follows xoshiro128** from the state 1, 2, 3, 4', () => {
    // Worked by hand: rotl(2*5, 7)*9 = 11520; then b = 0 gives 0; then b = 0x1005 ... see the definition.
    const random = createRandom(0)
    random.restore([1, 2, 3, 4])
    expect([random.uint32(), random.uint32()]).toEqual([11520, 0])
  })

  it('repeats itself for the same seed and differs for another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 8 }, createRandom(seed).uint32)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(0)).toMatchInlineSnapshot(`
      [
        1789933344,
        44971166,
        2521387044,
        3848737593,
        1138324114,
        749234105,
        1899511038,
        1995189375,
      ]
    `)
  })

  it('goes on from a stored state, also through JSON', () => {
    const random = createRandom(3)
    random.normal()
    const state = JSON.parse(JSON.stringify(random.state()))
    const ahead = [random.uniform(), random.normal(), random.integer(10)]
    const other = createRandom(99)
    other.restore(state)
    expect([other.uniform(), other.normal(), other.integer(10)]).toEqual(ahead)
  })

  it('draws uniform numbers in [low, high) with the right mean and variance', () => {
    const random = createRandom(1)
    const values = Array.from({ length: 50_000 }, () => random.uniform(-1, 3))
    expect(Math.min(...values.slice(0, 10_000))).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...values.slice(0, 10_000))).toBeLessThan(3)
    const mean = values.reduce((sum, x) => sum + x) / values.length
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
    expect(mean).toBeCloseTo(1, 1)
    expect(variance).toBeCloseTo(16 / 12, 1)
  })

  it('draws normal numbers with mean 0, variance 1 and kurtosis 3', () => {
    const random = createRandom(2)
    const values = Array.from({ length: 100_000 }, random.normal)
    const moment = (p: number): number => values.reduce((sum, x) => sum + x ** p, 0) / values.length
    expect(Math.abs(moment(1))).toBeLessThan(0.015)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02)
    expect(Math.abs(moment(3))).toBeLessThan(0.05)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1)
  })

  it('draws integers below n, each equally often', () => {
    const random = createRandom(5)
    const counts = [0, 0, 0, 0, 0, 0, 0]
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)] += 1
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (n) => random.integer(n) < n))
  })

  it('refuses a range that is no integer in 1 .. 2^32', () => {
    for (const n of [0, -1, 1.5, NaN, 2 ** 33]) {
      expect(() => createRandom(0).integer(n)).toThrow(`n is ${n}, expected an integer from 1 to 2^32`)
    }
  })
})

describe('deriveSeed', () => {
  it('gives every stream and every seed its own seed', () => {
    const seeds = new Set<number>()
    for (let seed = 0; seed < 500; seed++) {
      for (const stream of ['init', 'data', 'order', '']) seeds.add(deriveSeed(seed, stream))
    }
    expect(seeds.size).toBe(2000)
    for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true)
  })

  it('never changes: stored experiments depend on it', () => {
    expect([deriveSeed(0, 'init'), deriveSeed(0, 'data'), deriveSeed(4294967295, 'init')])
      .toMatchInlineSnapshot(`
      [
        1064328578,
        4237583955,
        4117478692,
      ]
    `)
  })
})
