import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random'
import { deltas, doubleSums } from './doubleSum'
import { product, productOfTransposed, productWithTransposed, sumOverBatch } from './products'
import part4 from './reference/part4_backward.json'
import type { Caches } from './rnn'
import { rnnBackward, rnnForward } from './rnn'
import type { Tensor } from './tensor'
import { accumulate, at, atTime, fromNested, map, setAtTime, zeros } from './tensor'

/*
 * What the lessons on 6-2 and 6-2P print: the triangle of errors of the homework's fourth test, and which
 * tensors are wrong by which slip in `rnn_backward`.
 */

/** One wrong line each, as it is made in the wild. */
type Slip =
  | 'nothing carried back'
  | '= for +='
  | 'a_t for a_{t-1}'
  | 'slope forgotten'
  | 'not transposed'
  | 'mean over the batch'

const results = ['dx', 'da0', 'dWax', 'dWaa', 'dba'] as const
type Results = Record<(typeof results)[number], Tensor>

/** The homework's function, written out once more so that one of its lines can be wrong. */
function backwardWith(slip: Slip | null, da: Tensor, { steps, x }: Caches): Results {
  const { Wax, Waa, ba } = steps[0].parameters
  const dx = zeros(...x.shape)
  const sums = { dWax: zeros(...Wax.shape), dWaa: zeros(...Waa.shape), dba: zeros(...ba.shape) }
  let carried = zeros(Waa.shape[0], x.shape[1])
  for (let t = steps.length - 1; t >= 0; t--) {
    const { aNext, aPrev, xt } = steps[t]
    const total =
      slip === 'nothing carried back' ? atTime(da, t) : map(atTime(da, t), (v, c) => v + c, carried)
    const dz = slip === 'slope forgotten' ? total : map(total, (v, a) => (1 - a * a) * v, aNext)
    const batch = slip === 'mean over the batch' ? x.shape[1] : 1
    const own = {
      dWax: productWithTransposed(dz, xt),
      dWaa: productWithTransposed(dz, slip === 'a_t for a_{t-1}' ? aNext : aPrev),
      dba: map(sumOverBatch(dz), (v) => v / batch),
    }
    for (const name of ['dWax', 'dWaa', 'dba'] as const) {
      if (slip === '= for +=') sums[name] = own[name]
      else accumulate(sums[name], own[name])
    }
    setAtTime(dx, t, productOfTransposed(Wax, dz))
    carried = slip === 'not transposed' ? product(Waa, dz) : productOfTransposed(Waa, dz)
  }
  return { dx, da0: carried, ...sums }
}

const { Wax, Waa, Wya, ba, by, x, a0, da } = part4.inputs
const parameters = {
  ...{ Wax: fromNested(Wax), Waa: fromNested(Waa), Wya: fromNested(Wya) },
  ...{ ba: fromNested(ba), by: fromNested(by) },
}
const { caches } = rnnForward(fromNested(x), fromNested(a0), parameters)
const given = fromNested(da)

const isSame = (one: Tensor, other: Tensor) =>
  one.data.every((value, i) => Math.abs(value - other.data[i]) < 1e-12)

/** The results that a slip spoils. */
function wrongBy(slip: Slip | null, gradient = given, of = caches): string[] {
  const right = rnnBackward(gradient, of)
  const got = backwardWith(slip, gradient, of)
  return results.filter((name) => !isSame(got[name], right[name]))
}

describe('the lesson on 6-2P says of slips in rnn_backward', () => {
  it.each<[Slip | null, string[]]>([
    [null, []],
    ['nothing carried back', [...results]],
    ['slope forgotten', [...results]],
    ['not transposed', [...results]],
    ['= for +=', ['dWax', 'dWaa', 'dba']],
    ['a_t for a_{t-1}', ['dWaa']],
    ['mean over the batch', ['dba']],
  ])('%s: wrong are %j', (slip, wrong) => expect(wrongBy(slip)).toEqual(wrong))

  it.each<[Slip | null, number, number, number]>([
    [null, 11.2641, 2.3033, -0.7475],
    ['nothing carried back', 4.0815, 1.056, -0.1243],
    ['= for +=', 3.1092, 0.2039, -0.1719],
    ['a_t for a_{t-1}', 11.2641, 2.1291, -0.7475],
  ])('%s: the values that the test prints are %d, %d, %d', (slip, dWax31, dWaa12, dba4) => {
    const { dWax, dWaa, dba } = backwardWith(slip, given, caches)
    expect([at(dWax, 3, 1), at(dWaa, 1, 2), dba.data[4]].map((value) => Number(value.toFixed(4)))).toEqual([
      ...[dWax31, dWaa12, dba4],
    ])
  })

  it('that with one step alone, only nothing carried back spoils nothing', () => {
    const random = createRandom(5)
    const draw = (...shape: number[]) => map(zeros(...shape), () => random.normal())
    const { caches: one } = rnnForward(draw(3, 10, 1), draw(5, 10), parameters)
    const gradient = draw(5, 10, 1)
    expect(wrongBy('nothing carried back', gradient, one)).toEqual([])
    expect(wrongBy('slope forgotten', gradient, one)).toEqual([...results])
    expect(wrongBy('not transposed', gradient, one)).toEqual(['da0'])
  })
})

describe('the lesson on 6-2 prints of the fourth test', () => {
  it('the norms of its ten errors', () => {
    const norms = deltas(given, caches).map((row) =>
      row.map(({ data }) => Number(Math.hypot(...data).toFixed(3))),
    )
    expect(norms).toEqual([[3.417], [1.482, 2.474], [1.006, 3.341, 2.358], [0.957, 4.692, 4.177, 3.57]])
  })

  it('how far the double sums and the recursion lie apart', () => {
    const sums = doubleSums(given, caches)
    const recursion = rnnBackward(given, caches)
    const apart = (['dWaa', 'dWax', 'dba'] as const).flatMap((name) =>
      [...sums[name].data].map((value, i) => Math.abs(value - recursion[name].data[i])),
    )
    expect(Math.max(...apart).toExponential(1)).toBe('3.6e-15')
  })
})
