import { describe, expect, it } from 'vitest'
import type { Dtype, Floats } from '../math/floats'
import { allocate, backendFor } from './backends'

function filled(dtype: Dtype, ...values: number[]): Floats {
  const floats = allocate(dtype, values.length)
  floats.set(values)
  return floats
}

describe.each(['float32', 'float64'] as const)('a command buffer of %s work', (dtype) => {
  const { createCommandBuffer, operations, batchSums } = backendFor(dtype)

  it('does with new numbers what was recorded with others', () => {
    const [x, out] = [filled(dtype, 1, 2, 3, 4), allocate(dtype, 4)]
    const commands = createCommandBuffer(() => [x, out])
    const double = () => {
      operations.sum(out, x, x)
    }
    commands.onRows(2, x, 0, double)
    expect([...out]).toEqual([2, 4, 6, 8])
    x.set([5, 6, 7, 8])
    commands.onRows(2, x, 0, double)
    expect([...out]).toEqual([10, 12, 14, 16])
  })

  it('follows work that calls for more after it was told to forget', () => {
    const [x, out] = [filled(dtype, 1, 1), allocate(dtype, 2)]
    const commands = createCommandBuffer(() => [x, out])
    let times = 1
    const add = () => {
      for (let i = 0; i < times; i++) operations.sum(out, out, x)
    }
    commands.onRows(2, x, 0, add)
    // More than there is room for at first.
    times = 100
    commands.forget()
    commands.onRows(2, x, 0, add)
    commands.onRows(2, x, 0, add)
    expect([...out]).toEqual([201, 201])
  })

  it('follows the operand that moves', () => {
    const [near, far, out] = [filled(dtype, 1, 2, 3), filled(dtype, 7, 8), allocate(dtype, 2)]
    const commands = createCommandBuffer(() => [out])
    const run = (x: Floats, xo: number) => {
      commands.onRows(2, x, xo, () => {
        operations.sum(out, x.subarray(xo, xo + 2), x.subarray(xo, xo + 2))
      })
      return [...out]
    }
    expect(run(near, 0)).toEqual([2, 4])
    expect(run(near, 1)).toEqual([4, 6])
    expect(run(far, 0)).toEqual([14, 16])
  })

  it('does independent parts in any order', () => {
    const [x, a, b] = [filled(dtype, 1, 2, 3, 4), allocate(dtype, 2), allocate(dtype, 1)]
    const commands = createCommandBuffer(() => [x, a, b])
    const addUp = () => {
      batchSums.addRows(a, 0, x, 0, 2, 1, 2, 2)
      batchSums.addRows(b, 0, x, 0, 1, 1, 4, 4)
    }
    commands.inParts(x, 0, addUp)
    commands.inParts(x, 0, addUp)
    expect([...a, ...b]).toEqual([8, 12, 20])
  })
})

const { createCommandBuffer, operations, batchSums } = backendFor('float32')

it('work on numbers out of reach of the kernels is simply done', () => {
  const [x, out] = [Float32Array.of(1, 2), new Float32Array(2)]
  const commands = createCommandBuffer(() => [x, out])
  let calls = 0
  const add = () => {
    calls++
    operations.sum(out, out, x)
  }
  commands.onRows(2, x, 0, add)
  commands.onRows(2, x, 0, add)
  expect([...out]).toEqual([2, 4])
  expect(calls).toBe(2)
})

it('after work that fails, kernels compute at once again', () => {
  const [x, out] = [filled('float32', 1, 2), allocate('float32', 2)]
  const commands = createCommandBuffer(() => [x])
  expect(() => {
    commands.onRows(2, x, 0, () => {
      throw new RangeError('no')
    })
  }).toThrow('no')
  operations.sum(out, x, x)
  expect([...out]).toEqual([2, 4])
})

it('work that cannot be cut along its rows is refused, and kernels compute at once again', () => {
  const [x, out] = [filled('float32', 1, 2, 3, 4), allocate('float32', 2)]
  const commands = createCommandBuffer(() => [x, out])
  const addUp = () => {
    batchSums.addRows(out, 0, x, 0, 2, 1, 2, 2)
  }
  expect(() => {
    commands.onRows(2, x, 0, addUp)
  }).toThrow('unreachable')
  addUp()
  expect([...out]).toEqual([4, 6])
})
