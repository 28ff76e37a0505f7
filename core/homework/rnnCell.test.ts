import { describe, expect, it } from 'vitest'
import part1 from './reference/part1_cell_forward.json'
import part2 from './reference/part2_cell_backward.json'
import type { Parameters } from './rnnCell'
import { crossEntropyScores, rnnCellBackward, rnnCellForward, softmax } from './rnnCell'
import type { Nested, Tensor } from './tensor'
import { at, fromNested, zeros } from './tensor'

const TOLERANCE = 1e-12

function expectTensor(got: Tensor, want: Nested): void {
  const expected = fromNested(want)
  expect(got.shape).toEqual(expected.shape)
  got.data.forEach((value, i) => {
    expect(Math.abs(value - expected.data[i])).toBeLessThanOrEqual(
      TOLERANCE * (1 + Math.abs(expected.data[i])),
    )
  })
}

function readParameters(inputs: Record<'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', Nested>): Parameters {
  const { Wax, Waa, Wya, ba, by } = inputs
  return {
    Wax: fromNested(Wax),
    Waa: fromNested(Waa),
    Wya: fromNested(Wya),
    ba: fromNested(ba),
    by: fromNested(by),
  }
}

describe('rnnCellForward', () => {
  const { inputs, outputs, printed } = part1
  const { aNext, ytPred } = rnnCellForward(
    fromNested(inputs.xt),
    fromNested(inputs.a_prev),
    readParameters(inputs),
  )

  it('reproduces every number of part 1', () => {
    expectTensor(aNext, outputs.a_next)
    expectTensor(ytPred, outputs.yt_pred)
  })

  it('reproduces the rows that the homework prints', () => {
    expect(aNext.shape).toEqual(printed['a_next.shape'])
    expect(ytPred.shape).toEqual(printed['yt_pred.shape'])
    printed['a_next[4]'].forEach((value, m) => expect(at(aNext, 4, m)).toBeCloseTo(value, 12))
    printed['yt_pred[1]'].forEach((value, m) => expect(at(ytPred, 1, m)).toBeCloseTo(value, 12))
  })

  it('refuses an input whose features do not fit the weights', () => {
    expect(() => rnnCellForward(zeros(4, 10), fromNested(inputs.a_prev), readParameters(inputs))).toThrow(
      'inner sizes are 3 and 4',
    )
  })
})

/*
 * The homework's snippet draws a bias `b` and then passes `ba`, a variable left over from another snippet.
 * Run from top to bottom that is part 1's, equal to `b` (as written); the numbers that the homework prints
 * come out only if it is part 3's (as printed).
 */
describe.each(['as_written', 'as_printed'] as const)('rnnCellBackward, part 2 %s', (variant) => {
  const { inputs, forward, outputs, picked } = part2[variant]
  const parameters = readParameters(inputs)
  const { aNext, ytPred, cache } = rnnCellForward(
    fromNested(inputs.xt),
    fromNested(inputs.a_prev),
    parameters,
  )
  const gradients = rnnCellBackward(fromNested(inputs.da_next), cache)

  it('reproduces the forward step that it differentiates', () => {
    expectTensor(aNext, forward.a_next)
    expectTensor(ytPred, forward.yt_pred)
  })

  it('reproduces every gradient', () => {
    expectTensor(gradients.dxt, outputs.dxt)
    expectTensor(gradients.daPrev, outputs.da_prev)
    expectTensor(gradients.dWax, outputs.dWax)
    expectTensor(gradients.dWaa, outputs.dWaa)
    expectTensor(gradients.dba, outputs.dba)
  })

  it('reproduces the picked elements', () => {
    expect(at(gradients.dxt, 1, 2)).toBeCloseTo(picked['dxt[1][2]'], 12)
    expect(at(gradients.daPrev, 2, 3)).toBeCloseTo(picked['da_prev[2][3]'], 12)
    expect(at(gradients.dWax, 3, 1)).toBeCloseTo(picked['dWax[3][1]'], 12)
    expect(at(gradients.dWaa, 1, 2)).toBeCloseTo(picked['dWaa[1][2]'], 12)
    expect(at(gradients.dba, 4, 0)).toBeCloseTo(picked['dba[4]'][0], 12)
  })

  it('leaves the output layer without a gradient, as the homework does, when no score is in the loss', () => {
    expect(gradients.dWya).toEqual(zeros(2, 5))
    expect(gradients.dby).toEqual(zeros(2, 1))
  })
})

describe('the numbers that the homework quotes for rnnCellBackward', () => {
  const { inputs } = part2.as_printed
  const { cache } = rnnCellForward(fromNested(inputs.xt), fromNested(inputs.a_prev), readParameters(inputs))
  const gradients = rnnCellBackward(fromNested(inputs.da_next), cache)

  it('come out of the as-printed variant', () => {
    expect(Math.abs(at(gradients.dxt, 1, 2) - -0.4605641030588796)).toBeLessThan(1e-14)
    expect(Math.abs(at(gradients.daPrev, 2, 3) - 0.08429686538067724)).toBeLessThan(1e-14)
    expect(Math.abs(at(gradients.dWax, 3, 1) - 0.39308187392193034)).toBeLessThan(1e-14)
    expect(Math.abs(at(gradients.dWaa, 1, 2) - -0.28483955786960663)).toBeLessThan(1e-14)
    expect(at(gradients.dba, 4, 0)).toBeCloseTo(0.80517166, 8)
  })

  it('do not come out of the as-written variant, whose bias is the one that was drawn for it', () => {
    const written = part2.as_written
    expect(written.inputs.ba).toEqual(written.inputs.b_unused)
    expect(inputs.ba).not.toEqual(inputs.b_unused)
    expect(written.picked['dxt[1][2]']).not.toBeCloseTo(-0.46, 1)
  })
})

describe('softmax', () => {
  it('gives one half each for equal scores and does not overflow for large ones', () => {
    const out = softmax(
      fromNested([
        [1000, 0],
        [1000, Math.log(3)],
      ]),
    )
    expect([...out.data]).toEqual([0.5, expect.closeTo(0.25, 15), 0.5, expect.closeTo(0.75, 15)])
  })
})

describe('crossEntropyScores', () => {
  it('is the probabilities less 1 at the target', () => {
    const scores = crossEntropyScores(
      fromNested([
        [0.25, 0.5],
        [0.75, 0.5],
      ]),
      [1, 0],
    )
    expect([...scores.data]).toEqual([0.25, -0.5, -0.25, 0.5])
  })
})
