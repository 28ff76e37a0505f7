import { describe, expect, it } from 'vitest'
import { evaluate } from './expression'
import part4 from './reference/part4_backward.json'
import { rnnBackward, rnnForward } from './rnn'
import { gradientsOf, lossOf, program } from './program'
import type { Nested, Tensor } from './tensor'
import { atTime, fromNested, map } from './tensor'

const { Wax, Waa, Wya, ba, by, x, a0, da } = part4.inputs
const parameters = {
  ...{ Wax: fromNested(Wax), Waa: fromNested(Waa), Wya: fromNested(Wya) },
  ...{ ba: fromNested(ba), by: fromNested(by) },
}
const steps = (nested: Nested): Tensor[] => [0, 1, 2, 3].map((t) => atTime(fromNested(nested), t))
const inputs = { ...parameters, x: steps(x), a0: fromNested(a0), da: steps(da) }

function expectSame(got: Tensor, want: Tensor): void {
  expect(got.shape).toEqual(want.shape)
  got.data.forEach((value, i) => expect(Math.abs(value - want.data[i])).toBeLessThan(1e-12))
}

describe('the program of exercise 6-1P', () => {
  const { a, caches } = rnnForward(fromNested(x), fromNested(a0), parameters)

  it('computes the gradients that rnnBackward does', () => {
    const want = rnnBackward(fromNested(da), caches)
    const got = gradientsOf(program, inputs)
    for (const name of ['da0', 'dWax', 'dWaa', 'dba'] as const) expectSame(got[name], want[name])
    got.dx.forEach((dx, t) => expectSame(dx, atTime(want.dx, t)))
  })

  it('has the loss of which the given da is the gradient', () => {
    const weighted = map(a, (state, gradient) => state * gradient, fromNested(da))
    const sum = weighted.data.reduce((total, each) => total + each, 0)
    expect(lossOf(program, inputs)).toBeCloseTo(sum, 12)
  })
})

describe('an expression', () => {
  const scope = new Map([
    [
      'A',
      fromNested([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['b', fromNested([[10], [20]])],
  ])
  it.each([
    [
      'A @ A',
      [
        [7, 10],
        [15, 22],
      ],
    ],
    [
      'A * A - A',
      [
        [0, 2],
        [6, 12],
      ],
    ],
    [
      'A.T + b',
      [
        [11, 13],
        [22, 24],
      ],
    ],
    [
      '(2 - A) * b',
      [
        [10, 0],
        [-20, -40],
      ],
    ],
    ['sum(A, axis=1)', [[3], [7]]],
    ['mean(A, axis=1) + b', [[11.5], [23.5]]],
    ['A @ b.T.T', [[50], [110]]],
  ])('%s', (text, want) => {
    expect(evaluate(text, scope)).toEqual(fromNested(want))
  })

  it.each([
    ['A @', 'expected a value'],
    ['A C', 'expected its end, not C'],
    ['C', 'there is no C'],
    ['exp(A)', 'there is no function exp'],
    ['A ! A', 'cannot be read from character 2 on'],
    ['A + (b.T @ A).T.T @ A @ A.T @ b.T', 'inner sizes'],
  ])('%s is refused', (text, why) => {
    expect(() => evaluate(text, scope)).toThrow(why)
  })
})
