import { describe, expect, it } from 'vitest'
import { allocate } from '../backends'
import { arenas } from './arena'

const { float32, float64 } = arenas

describe('float32 numbers in the arena', () => {
  it('start as zeros, at a cache line, side by side', () => {
    const x = float32.allocate(5)
    const y = float32.allocate(17)
    expect([...x, ...y].every((value) => value === 0)).toBe(true)
    expect(float32.address(x, 0) % 64).toBe(0)
    expect(float32.address(y, 0)).toBe(float32.address(x, 0) + 64)
    expect(float32.address(y, 3)).toBe(float32.address(y, 0) + 12)
  })

  it('stay in reach when the memory grows', () => {
    const x = float32.allocate(4)
    x.set([1, 2, 3, 4])
    const big = float32.allocate(3_000_000)
    expect(float32.within(x, big)).toBe(true)
    float32.kernels.scale(float32.address(x, 0), 2, 4)
    big[2_999_999] = 1
    expect([...x]).toEqual([2, 4, 6, 8])
  })

  it('are Float32Arrays whose parts are in reach and whose copies are ordinary', () => {
    const x = allocate('float32', 6)
    x[3] = 7
    expect(x).toBeInstanceOf(Float32Array)
    const part = x.subarray(2, 4)
    expect(float32.within(part)).toBe(true)
    expect([...part]).toEqual([0, 7])
    expect(float32.address(part, 1)).toBe(float32.address(x, 3))
    for (const copy of [x.slice(), x.map((value) => value), x.filter(() => true)]) {
      expect(float32.within(copy)).toBe(false)
      expect(copy.buffer).toBeInstanceOf(ArrayBuffer)
    }
  })

  it('are told from ordinary arrays of either kind', () => {
    const x = float32.allocate(1)
    expect(float32.within(x, x, new Float32Array(1))).toBe(false)
    expect(float32.within(new Float64Array(1))).toBe(false)
  })

  it('share one memory with float64 numbers, which other kernels compute with', () => {
    const [y, x] = [float64.allocate(3), float32.allocate(1)]
    // Each of them knows the memory as large as it was then.
    new Float64Array(x.buffer, y.byteOffset, 1)[0] = 5
    expect(y[0]).toBe(5)
    expect(y).toBeInstanceOf(Float64Array)
    expect(float64.address(y, 2)).toBe(y.byteOffset + 16)
    expect([float64.within(y.subarray(1)), float32.within(y), float64.within(x)]).toEqual([
      true,
      false,
      false,
    ])
    y.set([1, 2, 3])
    float64.kernels.scale(float64.address(y, 1), 0.1, 2)
    expect([...y]).toEqual([1, 0.2, 3 * 0.1])
  })

  it('lie in ordinary memory when 4 GiB are not enough', () => {
    const x = float32.allocate(2 ** 30)
    expect(x.length).toBe(2 ** 30)
    expect(float32.within(x)).toBe(false)
  })
})
