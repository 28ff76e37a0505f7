import { describe, expect, it } from 'vitest'
import { tanh } from '../math/elementary'
import { deltas, doubleSums } from './doubleSum'
import { rnnForward } from './rnn'
import { fromNested } from './tensor'

describe('deltas', () => {
  // One unit, two steps, by hand: h_1 = tanh(w x_1), h_2 = tanh(u h_1 + w x_2).
  const u = 0.5
  const w = 2
  const parameters = {
    Waa: fromNested([[u]]),
    Wax: fromNested([[w]]),
    Wya: fromNested([[1]]),
    ba: fromNested([[0]]),
    by: fromNested([[0]]),
  }
  const x = [0.3, -0.1]
  const { caches } = rnnForward(fromNested([[x]]), fromNested([[0]]), parameters)
  const da = fromNested([[[10, 100]]])
  const h1 = tanh(w * x[0])
  const h2 = tanh(u * h1 + w * x[1])
  const delta11 = (1 - h1 * h1) * 10
  const delta22 = (1 - h2 * h2) * 100
  const delta21 = (1 - h1 * h1) * u * delta22

  it('hold the gradient of each loss at each earlier net input', () => {
    const delta = deltas(da, caches)
    expect(delta.map((row) => row.length)).toEqual([1, 2])
    expect(delta[0][0].data[0]).toBeCloseTo(delta11, 12)
    expect(delta[1][1].data[0]).toBeCloseTo(delta22, 12)
    expect(delta[1][0].data[0]).toBeCloseTo(delta21, 12)
  })

  it('add up to the three gradients of eq. 6.39 to 6.41', () => {
    const { dWaa, dWax, dba } = doubleSums(da, caches)
    expect(dWaa.data[0]).toBeCloseTo(delta22 * h1, 12)
    expect(dWax.data[0]).toBeCloseTo((delta11 + delta21) * x[0] + delta22 * x[1], 12)
    expect(dba.data[0]).toBeCloseTo(delta11 + delta21 + delta22, 12)
  })
})
