import { describe, expect, it } from 'vitest'
import { allocate, type Dtype, type Floats } from './floats'
import { addSumOfRows, sum } from './pointwise'
import { Recording } from './recording'

function filled(dtype: Dtype, ...values: number[]): Floats {
  const floats = allocate(dtype, values.length)
  floats.set(values)
  return floats
}

describe.each(['float32', 'float64'] as const)('a recording of %s work', (dtype) => {
  it('does with the numbers of today what was written down yesterday', () => {
    const [x, out] = [filled(dtype, 1, 2, 3, 4), allocate(dtype, 4)]
    const recording = new Recording(() => [x, out])
    const double = () => {
      sum(out, 0, x, 0, x, 0, 4)
    }
    recording.onRows(2, x, 0, double)
    expect([...out]).toEqual([2, 4, 6, 8])
    x.set([5, 6, 7, 8])
    recording.onRows(2, x, 0, double)
    expect([...out]).toEqual([10, 12, 14, 16])
  })

  it('follows work that calls for more after it was told to forget', () => {
    const [x, out] = [filled(dtype, 1, 1), allocate(dtype, 2)]
    const recording = new Recording(() => [x, out])
    let times = 1
    const add = () => {
      for (let i = 0; i < times; i++) sum(out, 0, out, 0, x, 0, 2)
    }
    recording.onRows(2, x, 0, add)
    // More than there is room for at first.
    times = 100
    recording.forget()
    recording.onRows(2, x, 0, add)
    recording.onRows(2, x, 0, add)
    expect([...out]).toEqual([201, 201])
  })

  it('follows the operand that moves', () => {
    const [near, far, out] = [filled(dtype, 1, 2, 3), filled(dtype, 7, 8), allocate(dtype, 2)]
    const recording = new Recording(() => [out])
    const run = (x: Floats, xo: number) => {
      recording.onRows(2, x, xo, () => {
        sum(out, 0, x, xo, x, xo, 2)
      })
      return [...out]
    }
    expect(run(near, 0)).toEqual([2, 4])
    expect(run(near, 1)).toEqual([4, 6])
    expect(run(far, 0)).toEqual([14, 16])
  })

  it('does independent parts in any order', () => {
    const [x, a, b] = [filled(dtype, 1, 2, 3, 4), allocate(dtype, 2), allocate(dtype, 1)]
    const recording = new Recording(() => [x, a, b])
    const addUp = () => {
      addSumOfRows(a, 0, x, 0, 2, 2)
      addSumOfRows(b, 0, x, 0, 4, 1)
    }
    recording.inParts(x, 0, addUp)
    recording.inParts(x, 0, addUp)
    expect([...a, ...b]).toEqual([8, 12, 20])
  })
})

it('work on numbers out of reach of the kernels is simply done', () => {
  const [x, out] = [Float32Array.of(1, 2), new Float32Array(2)]
  const recording = new Recording(() => [x, out])
  let calls = 0
  const add = () => {
    calls++
    sum(out, 0, out, 0, x, 0, 2)
  }
  recording.onRows(2, x, 0, add)
  recording.onRows(2, x, 0, add)
  expect([...out]).toEqual([2, 4])
  expect(calls).toBe(2)
})

it('after work that fails, kernels compute at once again', () => {
  const [x, out] = [filled('float32', 1, 2), allocate('float32', 2)]
  const recording = new Recording(() => [x])
  expect(() => {
    recording.onRows(2, x, 0, () => {
      throw new RangeError('no')
    })
  }).toThrow('no')
  sum(out, 0, x, 0, x, 0, 2)
  expect([...out]).toEqual([2, 4])
})

it('work that cannot be cut along its rows is refused, and kernels compute at once again', () => {
  const [x, out] = [filled('float32', 1, 2, 3, 4), allocate('float32', 2)]
  const recording = new Recording(() => [x, out])
  const addUp = () => {
    addSumOfRows(out, 0, x, 0, 2, 2)
  }
  expect(() => {
    recording.onRows(2, x, 0, addUp)
  }).toThrow('unreachable')
  addUp()
  expect([...out]).toEqual([4, 6])
})
