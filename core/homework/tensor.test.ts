import { describe, expect, it } from 'vitest'
import { product, productOfTransposed, productWithTransposed, sumOverBatch } from './products'
import { at, atTime, fromNested, setAtTime, zeros } from './tensor'

describe('tensors', () => {
  it('are read from nested lists row by row', () => {
    const tensor = fromNested([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
      [
        [9, 10],
        [11, 12],
      ],
    ])
    expect(tensor.shape).toEqual([3, 2, 2])
    expect(at(tensor, 2, 0, 1)).toBe(10)
    expect([...atTime(tensor, 1).data]).toEqual([2, 4, 6, 8, 10, 12])
  })

  it('take a slice of time', () => {
    const tensor = zeros(2, 1, 3)
    setAtTime(tensor, 1, fromNested([[5], [6]]))
    expect([...tensor.data]).toEqual([0, 5, 0, 0, 6, 0])
  })

  it('are refused when ragged', () => {
    expect(() => fromNested([[1, 2], [3]])).toThrow(RangeError)
    expect(() => fromNested([[1, 2], 3])).toThrow(RangeError)
  })
})

describe('products', () => {
  const a = fromNested([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  const b = fromNested([
    [1, 0, -1],
    [2, 1, 0],
  ])

  it('multiply in the three forms that the backward pass needs', () => {
    expect(product(a, b)).toEqual(
      fromNested([
        [5, 2, -1],
        [11, 4, -3],
        [17, 6, -5],
      ]),
    )
    expect(productOfTransposed(a, a)).toEqual(
      fromNested([
        [35, 44],
        [44, 56],
      ]),
    )
    expect(productWithTransposed(b, b)).toEqual(
      fromNested([
        [2, 2],
        [2, 5],
      ]),
    )
  })

  it('sum over the batch', () => {
    expect(sumOverBatch(b)).toEqual(fromNested([[0], [3]]))
  })

  it('are refused when the inner sizes differ', () => {
    expect(() => product(a, a)).toThrow('inner sizes are 2 and 3')
  })
})
