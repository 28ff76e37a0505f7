import { describe, expect, it } from 'vitest'
import { ShapeError } from '../math/floats'
import { createRandom } from '../math/random'
import type { Floats } from '../math/floats'
import { softmaxRow } from '../math/softmax'
import { losses } from './registry'
import type { ScoreShape } from './loss'

const crossEntropy = (scores: Floats, classes: Int32Array, gradScores: Floats, extents: ScoreShape) =>
  losses.crossEntropy.forward(scores, { classes, values: new Float64Array(0) }, gradScores, extents)
const mse = (scores: Floats, values: Floats, gradScores: Floats, extents: ScoreShape) =>
  losses.mse.forward(scores, { classes: new Int32Array(0), values }, gradScores, extents)

const shape = { rows: 6, outputSize: 4 }
const SIZE = shape.rows * shape.outputSize

function normals(seed: number, scale = 1): Float64Array {
  const random = createRandom(seed)
  return Float64Array.from({ length: SIZE }, () => scale * random.normal())
}

/** The largest error of `gradient` against central differences, relative with a floor. */
function worstGradientError(
  scores: Float64Array,
  gradient: Float64Array,
  loss: (scores: Float64Array) => number,
): number {
  let worst = 0
  for (let i = 0; i < scores.length; i++) {
    const kept = scores[i]
    scores[i] = kept + 1e-5
    const above = loss(scores)
    scores[i] = kept - 1e-5
    const below = loss(scores)
    scores[i] = kept
    const numeric = (above - below) / 2e-5
    const error = Math.abs(gradient[i] - numeric)
    worst = Math.max(worst, error / Math.max(Math.abs(numeric), 1e-3))
  }
  return worst
}

describe('crossEntropy', () => {
  const classes = Int32Array.from([0, 1, 2, 3, 3, 0])

  it('is ln 4 for four equal scores, with gradient (1/4 - target) / rows', () => {
    const gradient = new Float64Array(SIZE).fill(9)
    expect(crossEntropy(new Float64Array(SIZE).fill(-7), classes, gradient, shape)).toBeCloseTo(
      Math.log(4),
      15,
    )
    expect([...gradient.subarray(0, 4)]).toEqual([-0.75 / 6, 0.25 / 6, 0.25 / 6, 0.25 / 6])
  })

  it('is worked by hand for two classes: scores ln 3 and 0 give ln 4/3 and ln 4', () => {
    const gradient = new Float64Array(4)
    const scores = Float64Array.from([Math.log(3), 0, Math.log(3), 0])
    const loss = crossEntropy(scores, Int32Array.from([0, 1]), gradient, { rows: 2, outputSize: 2 })
    expect(loss).toBeCloseTo((Math.log(4 / 3) + Math.log(4)) / 2, 14)
    const want = [-1 / 8, 1 / 8, 3 / 8, -3 / 8]
    gradient.forEach((value, i) => expect(value).toBeCloseTo(want[i], 14))
  })

  it('has the gradient that central differences find', () => {
    const scores = normals(1, 2)
    const gradient = new Float64Array(SIZE)
    const scratch = new Float64Array(SIZE)
    crossEntropy(scores, classes, gradient, shape)
    expect(
      worstGradientError(scores, gradient, (s) => crossEntropy(s, classes, scratch, shape)),
    ).toBeLessThan(1e-6)
  })

  it('stays finite for scores far beyond the range of exp, of either sign', () => {
    const gradient = new Float64Array(4)
    const two = { rows: 2, outputSize: 2 }
    const scores = Float64Array.from([1e300, -1e300, -5000, -4000])
    expect(crossEntropy(scores, Int32Array.from([0, 1]), gradient, two)).toBe(0)
    expect([...gradient]).toEqual([0, 0, 0, 0])
    const near = Float64Array.from([-5000, -5000, 5000, 4999])
    expect(crossEntropy(near, Int32Array.from([0, 0]), gradient, two)).toBeCloseTo(
      (Math.log(2) + Math.log1p(Math.exp(-1))) / 2,
      14,
    )
  })

  it.each([NaN, Infinity])('is NaN if a score is %d, wherever it stands', (bad) => {
    for (let i = 0; i < 4; i++) {
      const scores = normals(2)
      scores[i] = bad
      expect(crossEntropy(scores, classes, new Float64Array(SIZE), shape)).toBeNaN()
    }
  })

  it('agrees in float32 to its precision', () => {
    const scores = normals(3)
    const want = new Float64Array(SIZE)
    const got = new Float32Array(SIZE)
    const loss = crossEntropy(scores, classes, want, shape)
    expect(crossEntropy(Float32Array.from(scores), classes, got, shape)).toBeCloseTo(loss, 6)
    got.forEach((value, i) => expect(value).toBeCloseTo(want[i], 7))
  })

  it('refuses a class that does not exist and buffers of the wrong length', () => {
    const scores = normals(4)
    const gradient = new Float64Array(SIZE)
    expect(() => crossEntropy(scores, Int32Array.from([0, 1, 2, 4, 0, 0]), gradient, shape)).toThrow(
      'class of row 3 is 4, expected 0 to 3',
    )
    expect(() => crossEntropy(scores, Int32Array.from([0, 1, -1, 3, 0, 0]), gradient, shape)).toThrow(
      'class of row 2 is -1, expected 0 to 3',
    )
    expect(() => crossEntropy(scores, classes.subarray(1), gradient, shape)).toThrow(
      'classes has 5 elements, expected 6 for shape (6)',
    )
    expect(() => crossEntropy(scores.subarray(1), classes, gradient, shape)).toThrow(ShapeError)
    expect(() => crossEntropy(scores, classes, gradient.subarray(1), shape)).toThrow(ShapeError)
  })
})

describe('mse', () => {
  it('is worked by hand: (1² + 3²) / 2, gradient twice the difference over 2', () => {
    const gradient = new Float64Array(2)
    const loss = mse(Float64Array.from([2, 0]), Float64Array.from([1, 3]), gradient, {
      rows: 2,
      outputSize: 1,
    })
    expect(loss).toBe(5)
    expect([...gradient]).toEqual([1, -3])
  })

  it('has the gradient that central differences find', () => {
    const scores = normals(5)
    const values = normals(6)
    const gradient = new Float64Array(SIZE)
    const scratch = new Float64Array(SIZE)
    mse(scores, values, gradient, shape)
    expect(worstGradientError(scores, gradient, (s) => mse(s, values, scratch, shape))).toBeLessThan(1e-6)
  })

  it('refuses buffers of the wrong length', () => {
    expect(() => mse(normals(7), new Float64Array(3), new Float64Array(SIZE), shape)).toThrow(ShapeError)
  })
})

describe('softmaxRow', () => {
  it('gives the probabilities of one row of a table', () => {
    const out = new Float64Array(2)
    softmaxRow(Float64Array.from([9, 9, 9, Math.log(4), 0]), 3, 2, out)
    expect(out[0]).toBeCloseTo(0.8, 14)
    expect(out[1]).toBeCloseTo(0.2, 14)
  })
})

describe('predictions', () => {
  const scores = Float64Array.from([9, 9, 9, Math.log(4), 0])

  it('of the cross-entropy are the probabilities of the classes', () => {
    const out = new Float64Array(3).fill(7)
    losses.crossEntropy.predict(scores, 3, 2, out)
    expect(out[0]).toBeCloseTo(0.8, 14)
    expect(out[1]).toBeCloseTo(0.2, 14)
    expect(out[2]).toBe(7)
  })

  it('of the squared error are the scores themselves', () => {
    const out = new Float64Array(3).fill(7)
    losses.mse.predict(scores, 2, 2, out)
    expect([...out]).toEqual([9, Math.log(4), 7])
  })
})

it('a loss by its name has what is known of it: its targets', () => {
  expect(losses.crossEntropy.targets).toBe('classes')
  expect(losses.mse.targets).toBe('values')
})
