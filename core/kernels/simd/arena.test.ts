import { describe, expect, it } from 'vitest'
import { allocate } from '../backends'
import { address, allocateFloat32, kernels, within } from './arena'

describe('float32 numbers in the arena', () => {
  it('start as zeros, at a cache line, side by side', () => {
    const x = allocateFloat32(5)
    const y = allocateFloat32(17)
    expect([...x, ...y].every((value) => value === 0)).toBe(true)
    expect(address(x, 0) % 64).toBe(0)
    expect(address(y, 0)).toBe(address(x, 0) + 64)
    expect(address(y, 3)).toBe(address(y, 0) + 12)
  })

  it('stay in reach when the memory grows', () => {
    const x = allocateFloat32(4)
    x.set([1, 2, 3, 4])
    const big = allocateFloat32(3_000_000)
    expect(within(x, big)).toBe(true)
    kernels().scale(address(x, 0), 2, 4)
    big[2_999_999] = 1
    expect([...x]).toEqual([2, 4, 6, 8])
  })

  it('are Float32Arrays whose parts are in reach and whose copies are ordinary', () => {
    const x = allocate('float32', 6)
    x[3] = 7
    expect(x).toBeInstanceOf(Float32Array)
    const part = x.subarray(2, 4)
    expect(within(part)).toBe(true)
    expect([...part]).toEqual([0, 7])
    expect(address(part, 1)).toBe(address(x, 3))
    for (const copy of [x.slice(), x.map((value) => value), x.filter(() => true)]) {
      expect(within(copy)).toBe(false)
      expect(copy.buffer).toBeInstanceOf(ArrayBuffer)
    }
  })

  it('are told from ordinary arrays of either kind', () => {
    const x = allocateFloat32(1)
    expect(within(x, x, new Float32Array(1))).toBe(false)
    expect(within(new Float64Array(1))).toBe(false)
  })

  it('lie in ordinary memory when 4 GiB are not enough', () => {
    const x = allocateFloat32(2 ** 30)
    expect(x.length).toBe(2 ** 30)
    expect(within(x)).toBe(false)
  })
})
