import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cos, exp, expm1, log, sigmoid, sin, tanh } from './elementary'

/** Largest relative difference over an even grid of 20,001 points. */
function worst(
  ours: (x: number) => number,
  theirs: (x: number) => number,
  low: number,
  high: number,
): number {
  let largest = 0
  for (let i = 0; i <= 20_000; i++) {
    const x = low + ((high - low) * i) / 20_000 + 1e-13
    const want = theirs(x)
    const error = Math.abs(ours(x) - want)
    if (error > 0) largest = Math.max(largest, error / Math.abs(want))
  }
  return largest
}

const BOUND = 6e-16 // 4e-16 of ours and at most one unit in the last place of the engine's

describe('elementary functions agree with the engine to the last bits', () => {
  const logistic = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))
  const cases: [string, (x: number) => number, (x: number) => number, [number, number][]][] = [
    [
      'exp',
      exp,
      Math.exp,
      [
        [-708, 709.5],
        [-1, 1],
        [-1e-6, 1e-6],
      ],
    ],
    [
      'expm1',
      expm1,
      Math.expm1,
      [
        [-45, 709],
        [-1, 1],
        [-1e-9, 1e-9],
      ],
    ],
    [
      'tanh',
      tanh,
      Math.tanh,
      [
        [-25, 25],
        [-1, 1],
        [-1e-7, 1e-7],
      ],
    ],
    [
      'sigmoid',
      sigmoid,
      logistic,
      [
        [-708, 50],
        [-5, 5],
      ],
    ],
    [
      'log',
      log,
      Math.log,
      [
        [1e-3, 1e9],
        [0.5, 2],
        [1e-310, 1e-305],
      ],
    ],
    [
      'sin',
      sin,
      Math.sin,
      [
        [-7, 7],
        [-1e6, 1e6],
      ],
    ],
    [
      'cos',
      cos,
      Math.cos,
      [
        [-7, 7],
        [-1e6, 1e6],
      ],
    ],
  ]
  for (const [name, ours, theirs, ranges] of cases) {
    for (const [low, high] of ranges) {
      it(`${name} on ${low} .. ${high}`, () => {
        expect(worst(ours, theirs, low, high)).toBeLessThan(BOUND)
      })
    }
  }

  it('log on doubles of every magnitude', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        const want = Math.log(x)
        return Math.abs(log(x) - want) <= BOUND * Math.abs(want)
      }),
    )
  })
})

describe('elementary functions at the edges', () => {
  it('give NaN for NaN', () => {
    for (const f of [exp, expm1, tanh, sigmoid, log, sin, cos]) expect(f(NaN)).toBeNaN()
  })

  it('take the limits at infinity', () => {
    expect([exp(Infinity), exp(-Infinity)]).toEqual([Infinity, 0])
    expect([expm1(Infinity), expm1(-Infinity)]).toEqual([Infinity, -1])
    expect([tanh(Infinity), tanh(-Infinity)]).toEqual([1, -1])
    expect([sigmoid(Infinity), sigmoid(-Infinity)]).toEqual([1, 0])
    expect([log(Infinity), log(0), log(-0), log(-1)]).toEqual([Infinity, -Infinity, -Infinity, NaN])
    expect([sin(Infinity), cos(-Infinity)]).toEqual([NaN, NaN])
  })

  it('keep the sign of zero and the smallest numbers where the function is odd', () => {
    for (const f of [expm1, tanh, sin]) {
      expect(f(-0)).toBe(-0)
      expect(f(0)).toBe(0)
      expect(f(5e-324)).toBe(5e-324)
      expect(f(-1e-310)).toBe(-1e-310)
    }
    expect([exp(0), exp(-0), cos(0), cos(-0), sigmoid(0), log(1)]).toEqual([1, 1, 1, 1, 0.5, 0])
  })

  it('overflow and underflow where the exact values do', () => {
    expect(exp(709.782712893384)).toBeGreaterThan(1.797e308)
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019413)).toBe(0)
    expect(exp(-740)).toBe(Math.exp(-740))
    expect(log(5e-324)).toBe(Math.log(5e-324))
    expect(log(Number.MAX_VALUE)).toBe(Math.log(Number.MAX_VALUE))
  })

  it('saturate without stepping back', () => {
    for (const f of [tanh, sigmoid]) {
      let before = f(-60)
      for (let x = -60; x <= 60; x += 0.01) {
        const value = f(x)
        expect(value).toBeGreaterThanOrEqual(before)
        before = value
      }
      expect(before).toBe(1)
    }
    expect(tanh(-20.5)).toBe(-1)
    expect(sigmoid(-800)).toBe(0)
  })

  it('refuse angles that are too large to reduce, naming them', () => {
    expect(() => sin(2e6)).toThrow('the angle 2000000 is beyond ±1048576 radians')
  })

  it('give the same bits everywhere, pinned on a few arguments', () => {
    const bits = (x: number): string => new BigUint64Array(new Float64Array([x]).buffer)[0].toString(16)
    const digest = [
      exp(1.5),
      expm1(0.4),
      tanh(0.2058517478264248),
      sigmoid(-2.767),
      log(1.3896),
      sin(974.41),
      cos(-2.2),
    ]
    expect(digest.map(bits)).toMatchInlineSnapshot(`
      [
        "4011ed3fe64fc541",
        "3fdf7a0e4beeff80",
        "3fc9fba8ec9af225",
        "3fae46c5d61f05e6",
        "3fd50e98db2fb75e",
        "3fdf97e602fc41c5",
        "bfe2d5004b88ad70",
      ]
    `)
  })
})
